import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import { severityOf } from "../../../shared/domain/severity.ts";
import type { TimelineBar, TimelineRow } from "../../../shared/domain/timeline.ts";
import type { ReadableDb } from "./database.ts";
import { latestEntity } from "./latest-entity.ts";
import { transitionsOf } from "./event-log.ts";
import { barsOf, mergeBars, type Stage } from "./read-bars.ts";
import type { IncidentCore } from "./read-incident.ts";
import { membersFrom } from "./read-members.ts";
import { listed, numberOf, rowsOf } from "./read-query.ts";
import { alertStateOf, CONFIRMED } from "./scale.ts";

/** A row merges at most this many alerts of the same name at the same entity, the worst. */
const ALERTS_PER_ROW = 20;

type Group = { entityId: EntityId; entityName: string; name: string; isCause: number };

/** One row per entity and alert name: causes first, then effects by onset. `omitted`: how many more there are. */
export function alertRows(
  db: ReadableDb,
  core: IncidentCore,
  maximum: number,
): { rows: TimelineRow[]; omitted: number } {
  const groups = groupsOf(db, core, maximum);
  const total = numberOf(
    db,
    `SELECT count(*) AS n FROM (SELECT DISTINCT a.entity_id, a.name ${membersFrom(core.open)})`,
    core.id,
  );
  const alerts = alertsOf(db, core, groups);
  const stages = stagesOf(db, core, alerts);
  const rows = groups.map((group): TimelineRow => {
    const own = alerts.filter((alert) => alert.entityId === group.entityId && alert.name === group.name);
    return {
      key: `${group.entityId} ${group.name}`,
      role: group.isCause ? "cause" : "effect",
      entityId: group.entityId,
      entityName: group.entityName,
      label: group.name,
      bars: mergeBars(own.flatMap((alert) => barsOfAlert(alert, stages.get(alert.fingerprint)))),
    };
  });
  return { rows: rows.toSorted(byOnset), omitted: total - rows.length };
}

/** By the first bar, which the log knows better than the alert's row: that begins with the alert's last life. */
function byOnset(one: TimelineRow, other: TimelineRow): number {
  if (one.role !== other.role) return one.role === "cause" ? -1 : 1;
  return (one.bars[0]?.from ?? 0) - (other.bars[0]?.from ?? 0);
}

function groupsOf(db: ReadableDb, { id, open, causes }: IncidentCore, maximum: number): Group[] {
  const sql = `
    WITH rows AS (
      SELECT a.entity_id, a.name, min(a.started_at) AS onset, a.entity_id IN (SELECT value FROM json_each(?)) AS is_cause
      ${membersFrom(open)} GROUP BY a.entity_id, a.name
      ORDER BY is_cause DESC, onset, a.entity_id, a.name LIMIT ?)
    SELECT r.entity_id AS entityId, coalesce(e.name, r.entity_id) AS entityName, r.name, r.is_cause AS isCause
    FROM rows r LEFT JOIN entity e ON ${latestEntity("r.entity_id")} ORDER BY is_cause DESC, onset, r.entity_id, r.name`;
  return rowsOf<Group>(db, sql, listed(causes.flatMap((cause) => cause.entityId ?? [])), id, maximum);
}

type AlertLife = {
  fingerprint: Fingerprint;
  entityId: EntityId;
  name: string;
  state: number;
  severity: number;
  startedAt: number;
  resolvedAt: number | null;
  acknowledgedAt: number | null;
};

function alertsOf(db: ReadableDb, { id, open }: IncidentCore, groups: readonly Group[]): AlertLife[] {
  const sql = `
    SELECT fingerprint, entityId, name, state, severity, startedAt, resolvedAt, acknowledgedAt FROM (
      SELECT a.fingerprint, a.entity_id AS entityId, a.name, a.state, a.severity, a.started_at AS startedAt, a.resolved_at AS resolvedAt,
        iif(a.acknowledgement = ${CONFIRMED}, a.acknowledged_at, NULL) AS acknowledgedAt,
        row_number() OVER (PARTITION BY a.entity_id, a.name ORDER BY a.severity DESC, a.started_at, a.id) AS place
      ${membersFrom(open)} AND json_array(a.entity_id, a.name) IN (SELECT value FROM json_each(?)))
    WHERE place <= ${ALERTS_PER_ROW}`;
  const wanted = JSON.stringify(groups.map((group) => [group.entityId, group.name]));
  return rowsOf<AlertLife>(db, sql, id, wanted);
}

function stagesOf(db: ReadableDb, { scope }: IncidentCore, alerts: readonly AlertLife[]): Map<Fingerprint, Stage[]> {
  const stages = new Map<Fingerprint, Stage[]>();
  for (const { at, receivedAt, body } of transitionsOf(
    db,
    [scope],
    alerts.map((alert) => alert.fingerprint),
  )) {
    if (body.kind !== "alert") continue;
    const known = stages.get(body.fingerprint);
    if (known) known.push({ at, receivedAt, body });
    else stages.set(body.fingerprint, [{ at, receivedAt, body }]);
  }
  return stages;
}

/** Retention may have taken the beginning of a long life from the log: then the alert's own row tells as much as it knows. */
function barsOfAlert(alert: AlertLife, stages: readonly Stage[] | undefined): TimelineBar[] {
  if (stages?.[0]?.body.transition === "opened") return barsOf(stages, alert.acknowledgedAt);
  const { startedAt, resolvedAt, severity, state, acknowledgedAt } = alert;
  const resolved = resolvedAt !== null;
  return [
    {
      from: startedAt,
      to: resolvedAt,
      severity: severityOf(severity),
      state: resolved ? "firing" : alertStateOf(state),
      acknowledged: acknowledgedAt !== null,
    },
  ];
}
