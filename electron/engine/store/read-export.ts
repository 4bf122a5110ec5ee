import type { Alert } from "../../../shared/domain/alert.ts";
import type { Incident } from "../../../shared/domain/incident.ts";
import type { LogEntry } from "../../../shared/domain/log.ts";
import { START } from "../../../shared/domain/position.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { logHead, readEvents } from "./event-log.ts";
import { alertsByRowId } from "./read-alert-row.ts";
import { incidentsById } from "./read-incident-row.ts";
import { listed, numberOf, rowsOf } from "./read-query.ts";
import { snapshot } from "./snapshot.ts";

/**
 * Rows that are read on one state of the database. Whoever takes them may be slow, and a reader that keeps a state for hours
 * lets the write-ahead log grow without end: so nothing is held between pages, and they end with what there was at the start.
 */
const PAGE = 500;

/** Every alert of the scopes, in the order in which they were first reported, each as it is when it is read. */
export function* allAlerts(db: ReadableDb, scopes: Scopes): Generator<Alert> {
  const upTo = numberOf(db, "SELECT max(id) AS n FROM alert");
  const page = `SELECT id FROM alert NOT INDEXED
    WHERE id > ? AND id <= ? AND scope IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ${PAGE}`;
  for (let after = 0; after < upTo;) {
    const { last, alerts } = snapshot(db, () => {
      const ids = rowsOf<{ id: number }>(db, page, after, upTo, listed(scopes)).map((row) => row.id);
      return { last: ids.at(-1), alerts: alertsByRowId(db, ids) };
    });
    yield* alerts;
    after = last ?? upTo;
  }
}

/**
 * Every incident of the scopes that was not merged into another, in the order in which they opened, each as it is when it is read;
 * what depends on the time is as at `now`.
 */
export function* allIncidents(db: ReadableDb, scopes: Scopes, now: number): Generator<Incident> {
  const upTo = numberOf(db, "SELECT max(rowid) AS n FROM incident");
  const page = `SELECT rowid AS rowId, id FROM incident NOT INDEXED
    WHERE rowid > ? AND rowid <= ? AND state < 2 AND scope IN (SELECT value FROM json_each(?)) ORDER BY rowid LIMIT ${PAGE}`;
  for (let after = 0; after < upTo;) {
    const { last, incidents } = snapshot(db, () => {
      const found = rowsOf<{ rowId: number; id: string }>(db, page, after, upTo, listed(scopes));
      const ids = found.map((row) => row.id);
      return { last: found.at(-1)?.rowId, incidents: incidentsById(db, scopes, ids, now) };
    });
    yield* incidents;
    after = last ?? upTo;
  }
}

/** The whole event log as it is at the start, oldest first. What retention removes meanwhile is left out. */
export function* allEvents(db: ReadableDb): Generator<LogEntry> {
  const { position: upTo } = logHead(db);
  for (let after = START; ;) {
    const entries = readEvents(db, after, PAGE).filter(({ position }) => position.position <= upTo);
    const last = entries.at(-1);
    if (last === undefined) return;
    yield* entries;
    after = last.position;
  }
}
