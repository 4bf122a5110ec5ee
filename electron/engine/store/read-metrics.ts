import type { OutboxState } from "../../../shared/domain/outbox.ts";
import type { ReadableDb } from "./database.ts";
import { numberOf, rowsOf } from "./read-query.ts";
import { INCIDENT_OPEN } from "./scale.ts";

/** Items of the outbox by state, of all scopes. */
export function outboxByState(db: ReadableDb): Partial<Record<OutboxState, number>> {
  const rows = rowsOf<{ state: OutboxState; count: number }>(
    db,
    "SELECT state, count(*) AS count FROM outbox GROUP BY state",
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Open incidents of all scopes. */
export const openIncidents = (db: ReadableDb): number =>
  numberOf(db, `SELECT count(*) AS n FROM incident WHERE state = ${INCIDENT_OPEN}`);
