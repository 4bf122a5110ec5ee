import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { JoinReason } from "../../../shared/domain/proposal.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { statement, valueStatement } from "./statements.ts";

export type Member = { id: number; incidentId: string | null; startedAt: number };

/** An alert by its identity, with the incident that it belongs to now. */
export const findMember = (db: ReadableDb, scope: Scope, fingerprint: Fingerprint): Member | undefined =>
  statement<[Scope, Fingerprint], Member>(
    db,
    "SELECT id, incident_id AS incidentId, started_at AS startedAt FROM alert WHERE scope = ? AND fingerprint = ?",
  ).get(scope, fingerprint);

export type Membership = {
  incidentId: string;
  alertId: number;
  at: number;
  reasons: readonly JoinReason[];
  position: number;
};

/** Puts an alert into an incident, or gives its membership other reasons. `again`: it belonged there before. */
export function putMember(
  db: WritableDb,
  { incidentId, alertId, at, reasons, position }: Membership,
): { again: boolean } {
  const text = JSON.stringify(reasons);
  const inserted = statement(
    db,
    `INSERT INTO incident_alert (incident_id, alert_id, joined_at, reasons, position) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ).run(incidentId, alertId, at, text, position);
  statement(db, "UPDATE alert SET incident_id = ? WHERE id = ? AND incident_id IS NOT ?").run(
    incidentId,
    alertId,
    incidentId,
  );
  // Also of a member that comes back: while it was away, new sources were said to be those of another incident.
  const sources = `INSERT INTO incident_source (incident_id, source_id) SELECT ?, source_id FROM alert_source WHERE alert_id = ?
    ON CONFLICT DO NOTHING`;
  statement(db, sources).run(incidentId, alertId);
  if (inserted.changes > 0) return { again: false };
  const left = valueStatement<[string, number], number | null>(
    db,
    "SELECT left_position FROM incident_alert WHERE incident_id = ? AND alert_id = ?",
  ).get(incidentId, alertId);
  statement(
    db,
    "UPDATE incident_alert SET reasons = ?, left_position = NULL WHERE incident_id = ? AND alert_id = ?",
  ).run(text, incidentId, alertId);
  return { again: left === null };
}

/** Ends a membership: the alert belongs elsewhere from `position` on. */
export function endMember(db: WritableDb, incidentId: string, alertId: number, position: number): void {
  statement(db, "UPDATE incident_alert SET left_position = ? WHERE incident_id = ? AND alert_id = ?").run(
    position,
    incidentId,
    alertId,
  );
}

/**
 * Moves all that belongs to `from` (members with their reasons, rates, evidence, waiting actions) to `to`.
 * Each member's reasons are followed by those of the merge. Returns how many members `to` has now.
 */
export function moveMembers(
  db: WritableDb,
  from: string,
  to: string,
  reasons: readonly JoinReason[],
  position: number,
): number {
  const names = { from, to, position, merge: JSON.stringify(reasons) };
  statement(
    db,
    `INSERT INTO incident_alert (incident_id, alert_id, joined_at, reasons, position)
     SELECT @to, alert_id, joined_at,
       CASE WHEN @merge = '[]' THEN reasons WHEN reasons = '[]' THEN @merge
         ELSE substr(reasons, 1, length(reasons) - 1) || ',' || substr(@merge, 2) END, @position
     FROM incident_alert WHERE incident_id = @from AND left_position IS NULL
     ON CONFLICT DO UPDATE SET left_position = NULL`,
  ).run(names);
  statement(
    db,
    `INSERT INTO incident_source (incident_id, source_id)
     SELECT DISTINCT @to, source_id FROM incident_alert JOIN alert_source USING (alert_id) WHERE incident_id = @from AND left_position IS NULL
     ON CONFLICT DO NOTHING`,
  ).run(names);
  statement(
    db,
    "UPDATE incident_alert SET left_position = @position WHERE incident_id = @from AND left_position IS NULL",
  ).run(names);
  statement(db, "UPDATE alert SET incident_id = @to WHERE incident_id = @from").run(names);
  statement(
    db,
    `INSERT INTO incident_rate (incident_id, span, joined) SELECT @to, span, joined FROM incident_rate WHERE incident_id = @from
     ON CONFLICT (incident_id, span) DO UPDATE SET joined = joined + excluded.joined`,
  ).run(names);
  statement(db, "UPDATE OR IGNORE evidence SET incident_id = @to WHERE incident_id = @from").run(names);
  statement(db, "UPDATE outbox SET incident_id = @to WHERE incident_id = @from").run(names);
  const count = valueStatement<[string], number>(
    db,
    "SELECT count(*) FROM incident_alert WHERE incident_id = ? AND left_position IS NULL",
  ).get(to);
  return count ?? 0;
}
