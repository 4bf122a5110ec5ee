import type { Alert } from "../../../shared/domain/alert.ts";
import type { Incident } from "../../../shared/domain/incident.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { alertsByRowId } from "./read-alert-row.ts";
import { incidentsById } from "./read-incident-row.ts";
import { listed, rowsOf } from "./read-query.ts";

/** Pages go on after the last row id, so that the last page costs what the first does. */
const PAGE = 500;

/** Every alert of the scopes, in the order in which they were first reported. */
export function* allAlerts(db: ReadableDb, scopes: Scopes): Generator<Alert> {
  const page = `SELECT id FROM alert NOT INDEXED WHERE id > ? AND scope IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ${PAGE}`;
  for (let after = 0; ;) {
    const ids = rowsOf<{ id: number }>(db, page, after, listed(scopes)).map((row) => row.id);
    yield* alertsByRowId(db, ids);
    if (ids.length < PAGE) return;
    after = ids.at(-1) ?? after;
  }
}

/** Every incident of the scopes that was not merged into another, in the order in which they opened, as they stand at `now`. */
export function* allIncidents(db: ReadableDb, scopes: Scopes, now: number): Generator<Incident> {
  const page = `SELECT rowid AS rowId, id FROM incident NOT INDEXED
    WHERE rowid > ? AND state < 2 AND scope IN (SELECT value FROM json_each(?)) ORDER BY rowid LIMIT ${PAGE}`;
  for (let after = 0; ;) {
    const found = rowsOf<{ rowId: number; id: string }>(db, page, after, listed(scopes));
    const ids = found.map((row) => row.id);
    yield* incidentsById(db, scopes, ids, now);
    if (found.length < PAGE) return;
    after = found.at(-1)?.rowId ?? after;
  }
}
