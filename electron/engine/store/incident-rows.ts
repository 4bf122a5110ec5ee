import type { Cause } from "../../../shared/domain/incident.ts";
import { priorityOf } from "../../../shared/domain/priority.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { severityOf } from "../../../shared/domain/severity.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { CONFIRMED, FIRING, INCIDENT_OPEN } from "./scale.ts";
import { statement, valueStatement } from "./statements.ts";

/** The small columns of an incident: what applying a step reads and writes. `lead` is the entity of the first cause. */
export type IncidentHead = {
  id: string;
  scope: Scope;
  version: number;
  /** 0 open, 1 resolved, 2 merged. */
  state: number;
  /** Rank on the scale. */
  severity: number;
  alertCount: number;
  membershipVersion: number;
  startedAt: number;
  openedAt: number;
  changedAt: number;
  resolvedAt: number | null;
  movingUntil: number | null;
  owner: string | null;
  mergedInto: string | null;
  lead: Cause["entityId"];
};

const SELECT = `SELECT id, scope, version, state, severity, alert_count AS alertCount, membership_version AS membershipVersion,
  started_at AS startedAt, opened_at AS openedAt, changed_at AS changedAt, resolved_at AS resolvedAt,
  moving_until AS movingUntil, owner, merged_into AS mergedInto, causes ->> '$[0].entityId' AS lead FROM incident`;
const SELECT_ONE = `${SELECT} WHERE id = ?`;

export const findIncidentHead = (db: ReadableDb, id: string): IncidentHead | undefined =>
  statement<[string], IncidentHead>(db, SELECT_ONE).get(id);

/** Writes an incident that has no assessment yet. */
export function insertHead(db: WritableDb, head: IncidentHead): void {
  statement(
    db,
    `INSERT INTO incident (id, scope, version, state, severity, priority, headline, membership_version, started_at, opened_at, changed_at)
     VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)`,
  ).run(
    head.id,
    head.scope,
    head.version,
    head.state,
    head.severity,
    JSON.stringify({ code: "history.unassessed", params: {} }),
    head.membershipVersion,
    head.startedAt,
    head.openedAt,
    head.changedAt,
  );
}

export function saveHead(db: WritableDb, head: IncidentHead): void {
  statement(
    db,
    `UPDATE incident SET version = ?, state = ?, severity = ?, priority = ?, alert_count = ?, membership_version = ?, started_at = ?,
       changed_at = ?, resolved_at = ?, moving_until = ?, owner = ?, merged_into = ? WHERE id = ?`,
  ).run(
    head.version,
    head.state,
    head.severity,
    priority(db, head),
    head.alertCount,
    head.membershipVersion,
    head.startedAt,
    head.changedAt,
    head.resolvedAt,
    head.movingUntil,
    head.owner,
    head.mergedInto,
    head.id,
  );
}

function priority(db: ReadableDb, head: Pick<IncidentHead, "id" | "severity" | "alertCount" | "movingUntil">): number {
  return priorityOf({
    severity: severityOf(head.severity),
    unacknowledged: hasUnacknowledged(db, head.id),
    alerts: head.alertCount,
    moving: head.movingUntil !== null,
  });
}

const FIRING_OF = `SELECT 1 FROM alert WHERE incident_id = ? AND state = ${FIRING} AND acknowledgement`;
/** Two ranges, so that the index is sought and not walked over ten thousand confirmed alerts. */
const HAS_UNACKNOWLEDGED = `SELECT EXISTS (${FIRING_OF} < ${CONFIRMED}) OR EXISTS (${FIRING_OF} > ${CONFIRMED})`;

const hasUnacknowledged = (db: ReadableDb, id: string): boolean =>
  valueStatement<[string, string], number>(db, HAS_UNACKNOWLEDGED).get(id, id) === 1;

/** Computes the priority of an open incident anew, after something that it depends on has changed. */
export function refreshPriority(db: WritableDb, id: string): void {
  const head = findIncidentHead(db, id);
  if (head === undefined || head.state !== INCIDENT_OPEN) return;
  statement(db, "UPDATE incident SET priority = ? WHERE id = ?").run(priority(db, head), id);
}

/** Ends the time of moving of incidents that nothing has joined for a while, which lowers their priority. Returns their ids. */
export function settleIncidents(db: WritableDb, now: number): string[] {
  const ids = valueStatement<[number], string>(
    db,
    "UPDATE incident SET moving_until = NULL WHERE moving_until <= ? RETURNING id",
  ).all(now);
  for (const id of ids) refreshPriority(db, id);
  return ids;
}
