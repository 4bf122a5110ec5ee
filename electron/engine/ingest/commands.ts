import { randomUUID } from "node:crypto";
import type { Caller } from "../../../shared/domain/session.ts";
import { acknowledge } from "../actions/acknowledge.ts";
import { note, own } from "../actions/annotate.ts";
import { addChange } from "../actions/change.ts";
import type { CommandContext } from "../actions/context.ts";
import { recordDenial } from "../actions/denial.ts";
import { judgeFinding } from "../actions/judge-finding.ts";
import { keepRuleTest, removeRule, saveRule } from "../actions/rules.ts";
import { settle } from "../actions/settle.ts";
import { undoIncident, undoItem } from "../actions/undo.ts";
import { giveVerdicts, takeBack } from "../actions/verdict.ts";
import type { CommandName, CommandResult, Commands } from "../commands.ts";
import type { Intake } from "./intake.ts";
import type { Sources } from "./sources.ts";
import type { SourceCommands } from "./source-commands.ts";
import type { WriteQueue } from "./write-queue.ts";
import type { WritableDb } from "../store/database.ts";

type Handler<K extends CommandName> = (
  context: CommandContext,
  input: Commands[K]["input"],
) => CommandResult<Commands[K]["output"]>;

export type CommandParts = {
  db: WritableDb;
  intake: Intake;
  queue: WriteQueue;
  sources: Pick<Sources, "canAct" | "nameOf">;
  commands: SourceCommands;
  now(): number;
  mask(text: string): string;
  /** After each command that is on disk. */
  onDone(): void;
};

/** Runs one command; the promise settles when its transaction is on disk. */
export async function runCommand(
  parts: CommandParts,
  name: CommandName,
  caller: Caller,
  input: unknown,
): Promise<CommandResult<unknown>> {
  const { commands } = parts;
  const inOne = <K extends CommandName>(handler: Handler<K>) =>
    inTransaction(parts, caller, (context) => handler(context, input as Commands[K]["input"]));
  switch (name) {
    case "acknowledge":
      return inOne<"acknowledge">(acknowledge);
    case "undoIncident":
      return inOne<"undoIncident">(undoIncident);
    case "undoItem":
      return inOne<"undoItem">(undoItem);
    case "settle":
      return inOne<"settle">(settle);
    case "note":
      return inOne<"note">(note);
    case "setOwner":
      return inOne<"setOwner">(own);
    case "giveVerdicts":
      return inOne<"giveVerdicts">(giveVerdicts);
    case "takeBack":
      return inOne<"takeBack">(takeBack);
    case "addChange":
      return inOne<"addChange">(addChange);
    case "judgeFinding":
      return inOne<"judgeFinding">(judgeFinding);
    case "saveRule":
      return inOne<"saveRule">(saveRule);
    case "removeRule":
      return inOne<"removeRule">(removeRule);
    case "keepRuleTest":
      return inOne<"keepRuleTest">(keepRuleTest);
    case "recordDenial":
      return inOne<"recordDenial">(recordDenial);
    case "saveSource":
      return inOne<"saveSource">(commands.save);
    case "removeSource":
      return inOne<"removeSource">(commands.remove);
    case "testSource": {
      const source = input as Commands["testSource"]["input"];
      const begun = await inTransaction(parts, caller, (context) => commands.beginTest(context, source));
      return begun.ok ? commands.test(source) : begun;
    }
    case "pollSource":
      return inOne<"pollSource">(commands.poll);
  }
}

function inTransaction(
  parts: CommandParts,
  caller: Caller,
  handler: (context: CommandContext) => CommandResult<unknown>,
): Promise<CommandResult<unknown>> {
  const { db, intake, queue, sources, now, mask, onDone } = parts;
  return new Promise((resolve, reject) => {
    let result: CommandResult<unknown> | undefined;
    const afterwards: (() => void)[] = [];
    queue.add(
      {
        step(draft) {
          // What earlier units of this transaction collected must be in the tables that the command reads.
          draft.flush();
          result = handler({
            db,
            draft,
            intake,
            caller,
            now: now(),
            canAct: (id) => sources.canAct(id),
            sourceName: (id) => sources.nameOf(id),
            newId: randomUUID,
            mask,
            afterCommit: (work) => afterwards.push(work),
          });
          return true;
        },
        rewind: () => void afterwards.splice(0),
        committed() {
          for (const work of afterwards) work();
          onDone();
          if (result !== undefined) resolve(result);
        },
        failed: reject,
      },
      "urgent",
    );
  });
}
