import type {
  Cause,
  GroupingReason,
  IncidentDetail,
  IncidentEntry,
  SuspectChange,
} from "../../../shared/domain/incident.ts";
import type { Message } from "../../../shared/domain/message.ts";
import type { Scope, Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { incidentsById } from "./read-incident-row.ts";
import { involvedEntities } from "./read-involved.ts";
import { listed, rowOf, rowsOf } from "./read-query.ts";
import { INCIDENT_OPEN } from "./scale.ts";
import { snapshot } from "./snapshot.ts";
import { standingVerdicts } from "./verdicts.ts";

/** What analysis last said about an incident, as it stands in the row. */
export type IncidentCore = {
  id: string;
  scope: Scope;
  open: boolean;
  startedAt: number;
  resolvedAt: number | null;
  causes: Cause[];
  changes: SuspectChange[];
  grouping: GroupingReason[];
  model: string;
};

type Row = Omit<IncidentCore, "open" | "causes" | "changes" | "grouping"> & {
  state: number;
  causes: string;
  changes: string;
  grouping: string;
};

export function incidentCore(db: ReadableDb, scopes: Scopes, id: string): IncidentCore | undefined {
  const sql = `SELECT id, scope, state, started_at AS startedAt, resolved_at AS resolvedAt, causes, changes, grouping, model
    FROM incident WHERE id = ? AND scope IN (SELECT value FROM json_each(?))`;
  const row = rowOf<Row>(db, sql, id, listed(scopes));
  if (!row) return undefined;
  const { state, ...rest } = row;
  return {
    ...rest,
    open: state === INCIDENT_OPEN,
    causes: JSON.parse(row.causes) as Cause[],
    changes: JSON.parse(row.changes) as SuspectChange[],
    grouping: JSON.parse(row.grouping) as GroupingReason[],
  };
}

/** One incident with all that the desk shows of it, as it stands at `now` (epoch ms). */
export function getIncident(db: ReadableDb, scopes: Scopes, id: string, now: number): IncidentDetail | undefined {
  return snapshot(db, () => {
    const core = incidentCore(db, scopes, id);
    const incident = core && incidentsById(db, scopes, [id], now)[0];
    if (!incident) return undefined;
    const { causes, changes, grouping, model } = core;
    const told = { history: historyOf(db, id), verdicts: standingVerdicts(db, scopes, id) };
    return { ...incident, causes, changes, grouping, model, ...involvedEntities(db, core), ...told };
  });
}

/** The append-only history of an incident, oldest first. The id must come from a query by the caller's scopes. */
export const historyOf = (db: ReadableDb, id: string): IncidentEntry[] =>
  rowsOf<Omit<IncidentEntry, "message"> & { message: string }>(
    db,
    "SELECT at, kind, by, message FROM incident_history WHERE incident_id = ? ORDER BY version",
    id,
  ).map((row) => ({ ...row, message: JSON.parse(row.message) as Message }));
