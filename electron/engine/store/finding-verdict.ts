import type { Scope } from "../../../shared/domain/scope.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { statement } from "./statements.ts";

/** What a verdict about a finding needs to know. */
export type FindingHead = { scope: Scope; subject: string; what: string; isDismissed: boolean };

export function findFindingHead(db: ReadableDb, id: string): FindingHead | undefined {
  const row = statement<[string], Omit<FindingHead, "isDismissed"> & { dismissed: number }>(
    db,
    "SELECT scope, subject, what, dismissed_at IS NOT NULL AS dismissed FROM finding WHERE id = ?",
  ).get(id);
  if (row === undefined) return undefined;
  const { dismissed, ...head } = row;
  return { ...head, isDismissed: dismissed === 1 };
}

/** Who says that it is none; null when nobody does any more. */
export function judge(db: WritableDb, id: string, verdict: { by: string; at: number } | null): void {
  const sql = "UPDATE finding SET dismissed_by = ?, dismissed_at = ? WHERE id = ?";
  statement(db, sql).run(verdict?.by ?? null, verdict?.at ?? null, id);
}
