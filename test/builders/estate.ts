import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Fingerprint } from "../../shared/domain/alert.ts";
import type { EntityId, EntityKind } from "../../shared/domain/entity.ts";
import type { AlertState } from "../../shared/domain/event.ts";
import type { Cause, IncidentId, SuspectChange } from "../../shared/domain/incident.ts";
import type { AlertTransition, LogBody } from "../../shared/domain/log.ts";
import { START } from "../../shared/domain/position.ts";
import type { Proposal } from "../../shared/domain/proposal.ts";
import type { Scope } from "../../shared/domain/scope.ts";
import type { Severity } from "../../shared/domain/severity.ts";
import { type AlertRow, insertAlert, putAlertSources, updateAlert } from "../../electron/engine/store/alerts.ts";
import { putChange } from "../../electron/engine/store/changes.ts";
import {
  closeDatabase,
  openDatabase,
  openReader,
  type ReadableDb,
  type WritableDb,
} from "../../electron/engine/store/database.ts";
import { putEdge } from "../../electron/engine/store/edges.ts";
import { insertEntity, putAlias } from "../../electron/engine/store/entities.ts";
import { appendEvents, logHead } from "../../electron/engine/store/event-log.ts";
import { applyStep } from "../../electron/engine/store/incidents.ts";
import { encodePosition } from "../../electron/engine/store/position.ts";
import { addToMinute } from "../../electron/engine/store/rollups.ts";
import { rankOf } from "../../shared/domain/severity.ts";
import { putSource, recordPoll } from "../../electron/engine/store/sources.ts";

/** 2026-03-02 03:00:00 UTC, a whole multiple of 150 s. */
export const NIGHT = Date.UTC(2026, 2, 2, 3, 0, 0);
export const MINUTE = 60_000;

export const scope = (name: string): Scope => name as Scope;
export const DEFAULT = scope("default");

export type EstateAlert = {
  fingerprint?: string;
  scope?: Scope;
  name?: string;
  entity?: string;
  severity?: Severity;
  state?: AlertState;
  summary?: string;
  at?: number;
  sources?: string[];
};

/** A real database file with one writer and one reader, filled through the store's own functions. */
export class Estate {
  readonly folder: string;
  readonly file: string;
  readonly db: WritableDb;
  readonly reader: ReadableDb;
  #alerts = 0;
  #ordinal = 0;

  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), "watchfloor-estate-"));
    this.file = path.join(this.folder, "watchfloor.db");
    const opened = openDatabase(this.file);
    if (!opened.ok) throw new Error(`no database: ${opened.problem.kind}`);
    this.db = opened.db;
    this.reader = openReader(this.file);
  }

  close(): void {
    this.reader.close();
    closeDatabase(this.db);
    rmSync(this.folder, { recursive: true, force: true });
  }

  source(
    id: string,
    {
      scope = DEFAULT,
      lastGoodAt = NIGHT,
      intervalMs = 15_000,
    }: { scope?: Scope; lastGoodAt?: number | null; intervalMs?: number } = {},
  ): string {
    const row = {
      id,
      scope,
      kind: "alertmanager",
      name: `Source ${id}`,
      origin: "form",
      enabled: true,
      canAct: true,
      settings: { url: "http://localhost:9093" },
      intervalMs,
    } as const;
    putSource(this.db, row);
    if (lastGoodAt !== null)
      recordPoll(this.db, id, {
        at: lastGoodAt,
        lagMs: 120,
        events: 3,
        ignored: { "older than known": 2 },
        nextPollAt: lastGoodAt + intervalMs,
      });
    return id;
  }

  /** Writes a log entry and returns its encoded position. */
  log(body: LogBody, at: number = NIGHT, inScope: Scope = DEFAULT): number {
    const [position] = appendEvents(this.db, [{ scope: inScope, sourceId: "am", at, receivedAt: at, body }]);
    if (!position) throw new Error("nothing was appended");
    return encodePosition(position);
  }

  entity(
    id: string,
    {
      scope = DEFAULT,
      name = id,
      kind = "service",
      site = null,
      at = NIGHT,
      aliases = [],
    }: { scope?: Scope; name?: string; kind?: EntityKind; site?: string | null; at?: number; aliases?: string[] } = {},
  ): EntityId {
    const entityId = id as EntityId;
    const position = this.log({ kind: "entity", entityId, entityKind: kind, name, site, group: null }, at, scope);
    insertEntity(
      this.db,
      { id: entityId, scope, kind, name, site, group: null, attributes: { "service.name": name } },
      position,
    );
    for (const value of [name, ...aliases])
      putAlias(this.db, scope, { namespace: "test/name", value }, entityId, position);
    return entityId;
  }

  /** `from` depends on `to`. */
  edge(
    from: string,
    to: string,
    {
      scope = DEFAULT,
      at = NIGHT,
      sourceId = "am",
      confidence = 0.9,
    }: { scope?: Scope; at?: number; sourceId?: string; confidence?: number } = {},
  ): void {
    const ends = { from: from as EntityId, to: to as EntityId, origin: "traces", confidence } as const;
    const position = this.log({ kind: "edge", ...ends, present: true }, at, scope);
    putEdge(this.db, { scope, ...ends, sourceId }, position);
  }

  change(
    id: string,
    entity: string,
    { scope = DEFAULT, at = NIGHT, endedAt = null }: { scope?: Scope; at?: number; endedAt?: number | null } = {},
  ): void {
    const entityId = entity as EntityId;
    const position = this.log(
      { kind: "change", changeId: id, entityId, summary: `change ${id}`, by: null, endedAt },
      at,
      scope,
    );
    putChange(
      this.db,
      { id, scope, entityId, summary: `change ${id}`, detail: null, by: null, at, endedAt, sourceId: "am" },
      position,
    );
  }

  /** An alert as its first report opens it. */
  alert({
    scope = DEFAULT,
    at = NIGHT,
    entity = "orders-db",
    name = "HighLatency",
    severity = "major",
    state = "firing",
    sources = ["am"],
    ...rest
  }: EstateAlert = {}): AlertRow & { id: number } {
    this.#alerts += 1;
    const fingerprint = (rest.fingerprint ?? `fingerprint-${this.#alerts}`) as Fingerprint;
    const row = {
      scope,
      fingerprint,
      name,
      state,
      severity,
      summary: rest.summary ?? `${name} at ${entity}`,
      description: null,
      labels: { alertname: name },
      entityId: entity as EntityId,
      startedAt: at,
      changedAt: at,
      resolvedAt: state === "resolved" ? at : null,
      lastSeenAt: at,
      version: 1,
    } as const;
    const position = this.log(transitionOf(row, "opened"), at, scope);
    const id = insertAlert(this.db, { ...row, position });
    for (const sourceId of sources)
      putAlertSources(this.db, [
        {
          alertId: id,
          sourceId,
          handle: `${fingerprint}@${sourceId}`,
          state,
          mutings: [],
          reportHash: "hash",
        },
      ]);
    addToMinute(this.db, [
      {
        scope,
        minute: Math.floor(at / MINUTE),
        sourceId: sources[0] ?? "am",
        severity: rankOf(severity),
        opened: 1,
        repeated: 0,
        resolved: 0,
      },
    ]);
    return { ...row, id, position };
  }

  /** A later transition of an alert. */
  move(
    alert: AlertRow & { id: number },
    transition: AlertTransition["transition"],
    at: number,
    to: Partial<Pick<AlertRow, "state" | "severity" | "startedAt">> = {},
  ): AlertRow & { id: number } {
    const resolved = transition === "resolved";
    const row = {
      ...alert,
      ...to,
      state: resolved ? ("resolved" as const) : (to.state ?? alert.state),
      changedAt: at,
      resolvedAt: resolved ? at : null,
      version: alert.version + 1,
    };
    const position = this.log(transitionOf(row, transition), at, alert.scope);
    updateAlert(this.db, alert.id, { ...row, position });
    return { ...row, position };
  }

  propose(proposals: Proposal[], now: number): void {
    const position = logHead(this.db);
    const numbered = proposals.map((proposal) => ({ position, ordinal: this.#ordinal++, proposal }));
    applyStep(this.db, { after: START, upTo: position, proposals: numbered, state: [] }, now);
  }

  /** An open incident of these alerts with the entity of the first as its cause. */
  incident(
    id: string,
    alerts: readonly AlertRow[],
    { at = NIGHT, causes, changes = [] }: { at?: number; causes?: Cause[]; changes?: SuspectChange[] } = {},
  ): IncidentId {
    const incidentId = id as IncidentId;
    const first = alerts[0];
    if (!first) throw new RangeError("an incident needs an alert");
    this.log({ kind: "tick" }, at, first.scope);
    const assessed = {
      headline: { code: "incident.headline", params: { entity: first.entityId } },
      causes: causes ?? [causeOf(first)],
      changes,
    };
    this.propose(
      [
        { kind: "open", incidentId, scope: first.scope, startedAt: first.startedAt, openedAt: at },
        ...alerts.map((alert): Proposal => ({
          kind: "join",
          incidentId,
          fingerprint: alert.fingerprint,
          at,
          reasons: [
            { code: "join.near", params: { hops: 1 }, weight: 0.5 },
            { code: "join.time", params: {}, weight: 0.8 },
          ],
        })),
        {
          kind: "assess",
          incidentId,
          at,
          severity: first.severity,
          ...assessed,
          grouping: [{ code: "grouping.time", params: {}, alerts: alerts.length, share: 1 }],
          model: "test-1",
        },
      ],
      at,
    );
    return incidentId;
  }
}

export const causeOf = ({ entityId, summary }: Pick<AlertRow, "entityId" | "summary">): Cause => ({
  rank: 1,
  kind: "entity",
  entityId,
  entityName: entityId,
  what: { code: "cause.alert", params: { summary } },
  probability: 0.8,
  reasons: [{ code: "cause.first", params: {}, supports: true, weight: 0.7 }],
});

const transitionOf = (row: Omit<AlertRow, "position">, transition: AlertTransition["transition"]): AlertTransition => ({
  kind: "alert",
  transition,
  fingerprint: row.fingerprint,
  entityId: row.entityId,
  name: row.name,
  state: row.state,
  severity: row.severity,
  summary: row.summary,
  labels: row.labels,
  startedAt: row.startedAt,
  version: row.version,
});
