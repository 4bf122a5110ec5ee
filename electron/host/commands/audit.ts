import { text } from "../../../shared/strings/index.ts";
import { DATA, DEMO, DONE, PROBLEM, type Command } from "../command.ts";
import { engineFolderOf } from "../folders.ts";
import { sayLine } from "../io.ts";
import { reading } from "../reader.ts";

export const audit: Command = {
  name: "audit",
  summary: "commandLine.auditSummary",
  detail: "commandLine.auditDetail",
  operands: [{ placeholder: "ACTION", choices: ["verify"] }],
  options: [DATA, DEMO],
  run: (input, io) =>
    reading(engineFolderOf(input, io), io, async (db) => {
      const { verifyAudit } = await import("../../engine/store/audit.ts");
      const { ok, entries, brokenAt } = verifyAudit(db);
      if (ok) sayLine(io.out, text("commandLine.auditWhole", { count: entries }));
      else sayLine(io.error, text("commandLine.auditBroken", { entries, brokenAt: String(brokenAt) }));
      return ok ? DONE : PROBLEM;
    }),
};
