import { z } from "zod";
import { Scope } from "../../../shared/domain/scope.ts";
import { text } from "../../../shared/strings/index.ts";
import { openTokenFile } from "../../engine/listener/token-file.ts";
import { createTokens, type Grant, type Tokens } from "../../engine/listener/tokens.ts";
import { lastingDeskUrl, wallUrl } from "../addresses.ts";
import { DATA, DONE, PROBLEM, type Command, type Input } from "../command.ts";
import { dataFolderOf, instanceOf } from "../folders.ts";
import { sayLine, type CommandIo } from "../io.ts";
import { operatorName } from "../operator.ts";
import { BadUsage, wholeNumber } from "../usage.ts";

const DAY_MS = 24 * 3_600_000;

export const token: Command = {
  name: "token",
  summary: "commandLine.tokenSummary",
  detail: "commandLine.tokenDetail",
  operands: [
    { placeholder: "ACTION", choices: ["wall", "desk", "list", "revoke"] },
    { placeholder: "ID", optional: true },
  ],
  options: [
    DATA,
    { name: "name", placeholder: "NAME", help: "commandLine.optionTokenName" },
    { name: "scope", placeholder: "SCOPE", help: "commandLine.optionTokenScope" },
    { name: "days", placeholder: "N", help: "commandLine.optionTokenDays" },
  ],
  async run(input, io) {
    const tokens = createTokens(openTokenFile(dataFolderOf(input, io)), io.now);
    const [action, id] = input.operands;
    if (action === "revoke") return revoke(tokens, id, io);
    if (id !== undefined) throw new BadUsage("commandLine.usageExtraOperand", { word: id });
    if (action === "list") return list(tokens, io);
    return issue(tokens, action === "wall" ? "wall" : "desk", input, io);
  },
};

function issue(tokens: Tokens, kind: "wall" | "desk", input: Input, io: CommandIo): number {
  const days = input.value("days");
  const scope = input.value("scope");
  const made = tokens.issue({
    kind,
    name: input.value("name") ?? (kind === "wall" ? text("commandLine.wallName") : operatorName()),
    ...(scope === undefined ? {} : { scopes: scopesIn(scope) }),
    ...(days === undefined ? {} : { lifeMs: wholeNumber("days", days, 1, 3650) * DAY_MS }),
  });
  const url = instanceOf(dataFolderOf(input, io))?.url;
  if (url === undefined) sayLine(io.out, made.token);
  else sayLine(io.out, kind === "wall" ? wallUrl(url, made.token) : lastingDeskUrl(url, made.token));
  sayLine(io.error, text("commandLine.tokenIssued", { id: made.id }));
  return DONE;
}

/** A name that no source has yet is fine: its source may come later. */
function scopesIn(written: string): string[] {
  const parsed = z.array(Scope).safeParse(written.split(",").map((name) => name.trim()));
  if (!parsed.success) throw new BadUsage("commandLine.usageScope", { written });
  return parsed.data;
}

function list(tokens: Tokens, io: CommandIo): number {
  for (const grant of tokens.list()) sayLine(io.out, describe(grant));
  return DONE;
}

const describe = ({ id, kind, name, scopes, expiresAt }: Grant): string =>
  [
    id,
    kind.padEnd(7),
    (expiresAt === null ? "-" : new Date(expiresAt).toISOString()).padEnd(24),
    scopes?.join(",") ?? "*",
    name,
  ].join("  ");

function revoke(tokens: Tokens, id: string | undefined, io: CommandIo): number {
  if (id === undefined) throw new BadUsage("commandLine.usageMissingOperand", { operand: "ID" });
  const revoked = tokens.revoke(id);
  sayLine(revoked ? io.out : io.error, text(revoked ? "commandLine.tokenRevoked" : "commandLine.tokenUnknown", { id }));
  return revoked ? DONE : PROBLEM;
}
