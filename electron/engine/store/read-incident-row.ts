import type { Cause, Incident, SuspectChange } from "../../../shared/domain/incident.ts";
import { IncidentState } from "../../../shared/domain/incident.ts";
import type { Message } from "../../../shared/domain/message.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import { severityOf } from "../../../shared/domain/severity.ts";
import type { ReadableDb } from "./database.ts";
import { incidentAcknowledgement } from "./read-acknowledgement.ts";
import { listed, rowsOf } from "./read-query.ts";
import { staleSourceIds } from "./read-sources.ts";
import { movementOf, spanOf, SPANS } from "./read-trend.ts";
import { INCIDENT_OPEN } from "./scale.ts";

type Row = Omit<Incident, "state" | "severity" | "headline" | "cause" | "change" | "sourceIds"> & {
  state: number;
  severity: number;
  headline: string;
  causes: string;
  changes: string;
  sourceIds: string;
  rates: string;
};

const ROWS = `
  SELECT i.id, i.scope, i.version, i.state, i.severity, i.priority, i.headline, i.causes, i.changes, i.alert_count AS alertCount,
    (SELECT count(*) FROM alert WHERE incident_id = i.id AND state = 0) AS firingCount,
    iif(i.state = 0,
      (SELECT count(DISTINCT entity_id) FROM alert INDEXED BY alert_incident_entity WHERE incident_id = i.id),
      (SELECT count(DISTINCT a.entity_id) FROM incident_alert m CROSS JOIN alert a ON a.id = m.alert_id
       WHERE m.incident_id = i.id AND m.left_position IS NULL)) AS entityCount,
    (SELECT json_group_array(source_id) FROM incident_source WHERE incident_id = i.id) AS sourceIds,
    (SELECT json_group_array(json_array(span, joined)) FROM incident_rate WHERE incident_id = i.id AND span > ?) AS rates,
    i.started_at AS startedAt, i.opened_at AS openedAt, i.changed_at AS lastChangeAt, i.resolved_at AS resolvedAt,
    i.owner, i.merged_into AS mergedInto
  FROM json_each(?) page CROSS JOIN incident i ON i.id = page.value ORDER BY page.key`;

/** The incidents with these ids, in their order, as they stand at `now`. The ids must come from a query by the caller's scopes. */
export function incidentsById(db: ReadableDb, scopes: Scopes, ids: readonly string[], now: number): Incident[] {
  const stale = new Set(staleSourceIds(db, scopes, now));
  return rowsOf<Row>(db, ROWS, spanOf(now) - SPANS, listed(ids)).map(({ causes, changes, rates, ...row }) => {
    const sourceIds = JSON.parse(row.sourceIds) as string[];
    return {
      ...row,
      state: incidentStateOf(row.state),
      severity: severityOf(row.severity),
      headline: JSON.parse(row.headline) as Message,
      cause: causeOf(JSON.parse(causes) as Cause[]),
      change: changeOf(JSON.parse(changes) as SuspectChange[]),
      ...movementOf(JSON.parse(rates) as [number, number][], row.startedAt, now),
      acknowledgement: incidentAcknowledgement(db, row.id, row.state === INCIDENT_OPEN),
      sourceIds,
      staleSourceIds: sourceIds.filter((id) => stale.has(id)),
    };
  });
}

function causeOf([first]: Cause[]): Incident["cause"] {
  if (first === undefined) return null;
  const { entityId, entityName, what, probability } = first;
  return { entityId, entityName, what, probability };
}

function changeOf([first]: SuspectChange[]): Incident["change"] {
  if (first === undefined) return null;
  const { changeId, entityName, summary, at } = first;
  return { changeId, entityName, summary, at };
}

/** @throws RangeError for a number that is no state of an incident. */
function incidentStateOf(number: number): IncidentState {
  const state = IncidentState.options[number];
  if (state === undefined) throw new RangeError(`no incident state has number ${number}`);
  return state;
}
