import { Analysis } from "../../../electron/engine/analysis/index.ts";
import { findAlert, insertAlert, updateAlert } from "../../../electron/engine/store/alerts.ts";
import type { ReadableDb } from "../../../electron/engine/store/database.ts";
import { applyStep } from "../../../electron/engine/store/incidents.ts";
import { encodePosition } from "../../../electron/engine/store/position.ts";
import type { LogEntry } from "../../../shared/domain/log.ts";
import { START } from "../../../shared/domain/position.ts";
import { StoreFile } from "../../builders/store.ts";

/** Reads the log of an engine that crashes, without ever crashing, into a store of its own. */
export class Replay {
  readonly #store = new StoreFile();
  readonly #analysis = Analysis.restore([], START);

  /** Takes the entries that follow. */
  read(entries: readonly LogEntry[]): void {
    const { db } = this.#store;
    db.exec("BEGIN IMMEDIATE");
    for (const entry of entries) this.#takeAlert(entry);
    applyStep(db, this.#analysis.read(entries), 0);
    db.exec("COMMIT");
  }

  incidents(): object[] {
    return incidentsOf(this.#store.db);
  }

  close(): void {
    this.#store.remove();
  }

  #takeAlert({ scope, at, receivedAt, position, body }: LogEntry): void {
    if (body.kind !== "alert") return;
    const { db } = this.#store;
    const row = {
      ...body,
      scope,
      description: null,
      changedAt: at,
      resolvedAt: body.state === "resolved" ? at : null,
      lastSeenAt: receivedAt,
      position: encodePosition(position),
    };
    const known = findAlert(db, scope, body.fingerprint);
    if (known === undefined) insertAlert(db, row);
    else updateAlert(db, known.id, row);
  }
}

/** Incidents with all that the analysis decides about them, and every alert that is or was in them with the reasons. */
export function incidentsOf(db: ReadableDb): object[] {
  const members = db
    .prepare(
      `SELECT m.incident_id AS incidentId, a.fingerprint, m.joined_at AS joinedAt, m.reasons,
         m.left_position IS NOT NULL AS hasLeft
       FROM incident_alert m JOIN alert a ON a.id = m.alert_id ORDER BY m.incident_id, a.fingerprint`,
    )
    .all() as { incidentId: string }[];
  const byIncident = Map.groupBy(members, ({ incidentId }) => incidentId);
  const incidents = db
    .prepare(
      `SELECT id, state, severity, headline, causes, changes, grouping, model, alert_count AS alertCount,
         started_at AS startedAt, opened_at AS openedAt, resolved_at AS resolvedAt, merged_into AS mergedInto
       FROM incident ORDER BY id`,
    )
    .all() as { id: string }[];
  return incidents.map((incident) => ({ ...incident, members: byIncident.get(incident.id) ?? [] }));
}
