import type { AuditEntry } from "../../../shared/domain/audit.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { listed, numberOf, rowsOf } from "./read-query.ts";

export type AuditPage = { rows: AuditEntry[]; total: number };

/** One window of the audit of these scopes, latest first. */
export function listAudit(
  db: ReadableDb,
  scopes: Scopes,
  { offset, limit }: { offset: number; limit: number },
): AuditPage {
  const sql = `SELECT sequence, at, by, scope, action, target, outcome, detail, hash FROM audit
    WHERE scope IN (SELECT value FROM json_each(?)) ORDER BY sequence DESC LIMIT ? OFFSET ?`;
  const rows = rowsOf<Omit<AuditEntry, "detail"> & { detail: string }>(db, sql, listed(scopes), limit, offset);
  return {
    rows: rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as AuditEntry["detail"] })),
    total: numberOf(
      db,
      "SELECT count(*) AS n FROM audit WHERE scope IN (SELECT value FROM json_each(?))",
      listed(scopes),
    ),
  };
}
