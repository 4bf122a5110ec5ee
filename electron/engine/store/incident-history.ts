import type { IncidentEntry } from "../../../shared/domain/incident.ts";
import type { WritableDb } from "./database.ts";
import { logHead } from "./event-log.ts";
import { encodePosition } from "./position.ts";
import { statement, valueStatement } from "./statements.ts";

/** Appends to the history under a version that the caller has counted. Nothing ever changes or removes an entry. */
export function insertEntry(
  db: WritableDb,
  incidentId: string,
  version: number,
  entry: IncidentEntry,
  position: number,
): void {
  statement(
    db,
    "INSERT INTO incident_history (incident_id, version, at, kind, by, message, position) VALUES (?, ?, ?, ?, ?, ?, ?)",
  ).run(incidentId, version, entry.at, entry.kind, entry.by, JSON.stringify(entry.message), position);
}

/**
 * Appends what a person did and returns the incident's new version. `position` (encoded) is by default that of the newest log entry.
 * @throws RangeError for an incident that is not stored
 */
export function recordHistory(
  db: WritableDb,
  incidentId: string,
  entry: IncidentEntry,
  position: number = encodePosition(logHead(db)),
): number {
  const version = valueStatement<[number, string], number>(
    db,
    "UPDATE incident SET version = version + 1, changed_at = max(changed_at, ?) WHERE id = ? RETURNING version",
  ).get(entry.at, incidentId);
  if (version === undefined) throw new RangeError(`no incident has id ${incidentId}`);
  insertEntry(db, incidentId, version, entry, position);
  return version;
}

/** @throws RangeError for an incident that is not stored */
export const addNote = (db: WritableDb, incidentId: string, by: string, text: string, at: number): number =>
  recordHistory(db, incidentId, { at, kind: "note", by, message: { code: "history.note", params: { text } } });

/** Gives an incident to somebody; `null` gives it back. @throws RangeError for an incident that is not stored */
export function setOwner(db: WritableDb, incidentId: string, by: string, owner: string | null, at: number): number {
  statement(db, "UPDATE incident SET owner = ? WHERE id = ?").run(owner, incidentId);
  const message =
    owner === null ? { code: "history.ownerNone", params: {} } : { code: "history.owner", params: { owner } };
  return recordHistory(db, incidentId, { at, kind: "owner", by, message });
}
