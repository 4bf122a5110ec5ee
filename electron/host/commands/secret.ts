import { text } from "../../../shared/strings/index.ts";
import { isSecretName } from "../../engine/secrets/reference.ts";
import { fileSecretStore, withoutLineEnd } from "../../engine/secrets/file-store.ts";
import { INTERNAL_SECRETS } from "../../engine/secrets/internal.ts";
import { rotateMaskKey } from "../../engine/secrets/mask-key.ts";
import { DATA, DONE, PROBLEM, type Command } from "../command.ts";
import { dataFolderOf } from "../folders.ts";
import { sayLine, type CommandIo } from "../io.ts";
import { BadUsage } from "../usage.ts";

export const secret: Command = {
  name: "secret",
  summary: "commandLine.secretSummary",
  detail: "commandLine.secretDetail",
  operands: [
    { placeholder: "ACTION", choices: ["set", "list", "remove", "rotate-mask-key"] },
    { placeholder: "NAME", optional: true },
  ],
  options: [DATA],
  async run(input, io) {
    const store = fileSecretStore(dataFolderOf(input, io));
    const [action, written] = input.operands;
    if (written !== undefined && (action === "list" || action === "rotate-mask-key"))
      throw new BadUsage("commandLine.usageExtraOperand", { word: written });
    if (action === "list") {
      for (const name of store.names()) if (!INTERNAL_SECRETS.includes(name)) sayLine(io.out, name);
      return DONE;
    }
    if (action === "rotate-mask-key") {
      sayLine(io.out, text("commandLine.secretRotated", { keyId: rotateMaskKey(store).keyId }));
      return DONE;
    }
    const name = nameOf(written);
    if (action === "remove") {
      const removed = store.remove(name);
      sayLine(
        removed ? io.out : io.error,
        text(removed ? "commandLine.secretRemoved" : "commandLine.secretUnknown", { name }),
      );
      return removed ? DONE : PROBLEM;
    }
    const value = withoutLineEnd(await readAll(io.input));
    if (value === "") throw new BadUsage("commandLine.secretNoValue", { name });
    store.set(name, value);
    sayLine(io.out, text("commandLine.secretStored", { name }));
    return DONE;
  },
};

function nameOf(written: string | undefined): string {
  if (written === undefined) throw new BadUsage("commandLine.usageMissingOperand", { operand: "NAME" });
  if (!isSecretName(written) || INTERNAL_SECRETS.includes(written))
    throw new BadUsage("commandLine.secretBadName", { name: written });
  return written;
}

async function readAll(input: CommandIo["input"]): Promise<string> {
  let text = "";
  for await (const chunk of input) text += String(chunk);
  return text;
}
