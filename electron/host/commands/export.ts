import { once } from "node:events";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "../../engine/store/database.ts";
import { DATA, DEMO, DONE, type Command } from "../command.ts";
import { engineFolderOf } from "../folders.ts";
import type { CommandIo } from "../io.ts";
import { reading } from "../reader.ts";

export const exportData: Command = {
  name: "export",
  summary: "commandLine.exportSummary",
  detail: "commandLine.exportDetail",
  operands: [{ placeholder: "WHAT", choices: ["incidents", "alerts", "events"] }],
  options: [DATA, DEMO],
  run: (input, io) =>
    reading(engineFolderOf(input, io), io, async (db) => {
      const rows = await EXPORTS[input.operands[0] as keyof typeof EXPORTS](db, io);
      for (const row of rows) await writeLine(io, row);
      return DONE;
    }),
};

const EXPORTS = {
  async incidents(db: ReadableDb, io: CommandIo): Promise<Iterable<unknown>> {
    const { allIncidents } = await import("../../engine/store/read-export.ts");
    return allIncidents(db, await allScopes(db), io.now());
  },
  async alerts(db: ReadableDb): Promise<Iterable<unknown>> {
    const { allAlerts } = await import("../../engine/store/read-export.ts");
    return allAlerts(db, await allScopes(db));
  },
  async events(db: ReadableDb): Promise<Iterable<unknown>> {
    const { allEvents } = await import("../../engine/store/read-export.ts");
    return allEvents(db);
  },
};

/** The file belongs to the one who exports it, so every scope in it is theirs. */
async function allScopes(db: ReadableDb): Promise<Scope[]> {
  const { listScopes } = await import("../../engine/store/scopes.ts");
  return listScopes(db);
}

/** One JSON object a line (jsonlines.org); waits for a reader that is slower than the disk. */
async function writeLine({ out }: CommandIo, row: unknown): Promise<void> {
  if (!out.write(`${JSON.stringify(row)}\n`)) await once(out, "drain");
}
