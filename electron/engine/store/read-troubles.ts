import type { ReadableDb } from "./database.ts";
import { listed, numberOf, type Parameter } from "./read-query.ts";
import { boundTo, type Moment } from "./read-moment.ts";
import { arrayStatement } from "./statements.ts";

/**
 * What is wrong at an entity. Its foremost alert is the worst, firing before suppressed, then in the order of the states of
 * acknowledgement, so that nobody's come first, then the earliest.
 */
export type Trouble = {
  /** Rank of the foremost alert. */
  severity: number;
  acknowledged: boolean;
  suppressed: boolean;
  /** Epoch ms at which the foremost alert began. */
  since: number;
  /** Incident of the foremost alert. */
  incidentId: string | null;
};

/** From so many active alerts per entity on it is quicker to look each entity up than to group all alerts. */
const LOOKED_UP_FROM = 16;

/**
 * By id of entity: now or at a moment, of all entities or of these. Entities without active alerts are left out.
 * @param entities how many there are, about
 */
export function troublesOf(
  db: ReadableDb,
  ids: readonly string[] | undefined,
  moment: Moment,
  entities: number,
): Map<string, Trouble> {
  if (moment !== undefined) return grouped(db, ids, moment);
  if (ids !== undefined) return lookedUp(arrayStatement<[string], LookedUp>(db, THESE_NOW).all(listed(ids)));
  const active = numberOf(db, "SELECT count(*) AS n FROM alert WHERE state < 2");
  return active < LOOKED_UP_FROM * entities
    ? grouped(db, undefined, undefined)
    : lookedUp(arrayStatement<[], LookedUp>(db, ALL_NOW).all());
}

/** For a recursive `troubled(id)`: the next entity with active alerts, from index entry to index entry, and null at the end. Those in between are not looked at. */
export const ENTITIES_WITH_ALERTS = `
  SELECT (SELECT min(entity_id) FROM alert WHERE state < 2)
  UNION ALL SELECT (SELECT min(entity_id) FROM alert WHERE state < 2 AND entity_id > troubled.id) FROM troubled WHERE id IS NOT NULL`;

const ALERTS = "FROM alert INDEXED BY alert_active_entity WHERE state < 2 AND entity_id";
const worst = (state: number): string =>
  `coalesce((SELECT severity ${ALERTS} = troubled.id AND state = ${state} ORDER BY severity DESC LIMIT 1), -1)`;

/**
 * Four looks into the index for most entities, however many alerts they have. `first` is three columns of the foremost
 * alert; only where that one is acknowledged do the others matter.
 */
const lookUp = (which: string): string => `
  WITH RECURSIVE troubled(id) AS (${which}),
  ranked AS MATERIALIZED (
    SELECT id, ${worst(0)} AS firing, ${worst(1)} AS suppressed FROM troubled WHERE id IS NOT NULL),
  told AS MATERIALIZED (
    SELECT id, firing, suppressed, (SELECT acknowledgement || ' ' || started_at || ' ' || coalesce(incident_id, '')
      ${ALERTS} = ranked.id AND state = (firing < suppressed) AND severity = max(firing, suppressed)
      ORDER BY acknowledgement, started_at LIMIT 1) AS first
    FROM ranked WHERE firing >= 0 OR suppressed >= 0)
  SELECT id, max(firing, suppressed), suppressed >= 0, first,
    CASE WHEN firing >= suppressed AND first < '3' THEN 0
      WHEN EXISTS (SELECT 1 ${ALERTS} = told.id AND state = 0 AND acknowledgement <> 3) THEN 0
      ELSE EXISTS (SELECT 1 ${ALERTS} = told.id AND acknowledgement = 3) END
  FROM told`;
const ALL_NOW = lookUp(ENTITIES_WITH_ALERTS);
const THESE_NOW = lookUp("SELECT value FROM json_each(?)");

type LookedUp = [id: string, severity: number, suppressed: number, first: string, acknowledged: number];

function lookedUp(rows: readonly LookedUp[]): Map<string, Trouble> {
  const troubles = new Map<string, Trouble>();
  for (const [id, severity, suppressed, first, acknowledged] of rows) {
    const [, since, incidentId = ""] = first.split(" ");
    troubles.set(id, {
      severity,
      acknowledged: acknowledged === 1,
      suppressed: suppressed === 1,
      since: Number(since),
      incidentId: incidentId === "" ? null : incidentId,
    });
  }
  return troubles;
}

/** More milliseconds than an epoch time has until the year 2109. */
const TIME = 2 ** 42;
const [SUPPRESSED, CONFIRMED, OPEN] = [1, 2 ** 16, 2 ** 32];

/**
 * What makes an alert the foremost, as one number, because with one maximum alone SQLite takes the other columns from the
 * row that has it (https://www.sqlite.org/lang_select.html#bareagg), and one sum costs less than three.
 */
const GROUPED = `
  SELECT entity_id, max(((severity * 2 + (state = 0)) * 8 + 5 - acknowledgement) * ${TIME} + ${TIME - 1} - started_at), incident_id,
    sum((state = 1) * ${SUPPRESSED} + iif(acknowledgement = 3, ${CONFIRMED}, (state = 0) * ${OPEN}))
  FROM alert`;

type Grouped = [id: string, foremost: number, incidentId: string | null, counts: number];

/** Of an alert that came back since the moment only its last life is known. */
function grouped(db: ReadableDb, ids: readonly string[] | undefined, moment: Moment): Map<string, Trouble> {
  const sql = `${GROUPED} ${moment === undefined ? "INDEXED BY alert_active_entity WHERE state < 2" : "WHERE started_at <= @at AND (state < 2 OR resolved_at > @at)"}
    ${ids === undefined ? "" : "AND entity_id IN (SELECT value FROM json_each(?))"} GROUP BY entity_id`;
  const parameters: Parameter[] = [...(ids === undefined ? [] : [listed(ids)]), ...boundTo(moment)];
  const troubles = new Map<string, Trouble>();
  for (const [id, foremost, incidentId, counts] of arrayStatement<Parameter[], Grouped>(db, sql).all(...parameters)) {
    const [suppressed, confirmed] = [counts % CONFIRMED, Math.floor(counts / CONFIRMED) % (OPEN / CONFIRMED)];
    troubles.set(id, {
      severity: Math.floor(foremost / TIME / 16),
      acknowledged: confirmed > 0 && counts < OPEN,
      suppressed: suppressed > 0,
      since: TIME - 1 - (foremost % TIME),
      incidentId,
    });
  }
  return troubles;
}
