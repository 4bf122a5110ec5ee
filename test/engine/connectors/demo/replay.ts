import { createHash } from "node:crypto";
import type { LogBody, LogEntry } from "../../../../shared/domain/log.ts";
import { DEFAULT_SCOPE } from "../../../../shared/domain/scope.ts";
import type { Arrival } from "../../../../electron/engine/connectors/demo/scenario.ts";
import { EntityIndex, type IdentityChange } from "../../../../electron/engine/ingest/entity-index.ts";
import { fingerprintOf } from "../../../../electron/engine/pipeline/fingerprint.ts";
import { hintsOf } from "../../../../electron/engine/pipeline/identify.ts";

/** The log that arrivals make: identified and with fingerprints, ticks in between, and nothing else known about them. */
export function logOf(arrivals: readonly Arrival[], tickMs = 1000): { entries: LogEntry[]; entities: EntityIndex } {
  const entities = new EntityIndex([], []);
  const lives = new Map<string, { startedAt: number; version: number; state: string; severity: string }>();
  const entries: LogEntry[] = [];
  let last = arrivals[0]?.at ?? 0;
  const log = (tool: string, at: number, receivedAt: number, body: LogBody): void => {
    entries.push({
      scope: DEFAULT_SCOPE,
      sourceId: `demo-${tool}`,
      at,
      receivedAt,
      body,
      position: { partition: 0, position: entries.length + 1 },
    });
  };
  for (const { at, tool, report } of arrivals) {
    for (; last + tickMs <= at; last += tickMs) log("engine", last + tickMs, last + tickMs, { kind: "tick" });
    const changes: IdentityChange[] = [];
    const identify = (hints: Parameters<EntityIndex["resolve"]>[1]) =>
      entities.resolve(DEFAULT_SCOPE, hints, null, changes);
    const bodies: { at: number; body: LogBody }[] = [];
    if (report.kind === "entity") entities.describe(DEFAULT_SCOPE, report, changes);
    if (report.kind === "edge") {
      const { origin, confidence } = report;
      bodies.push({
        at,
        body: {
          kind: "edge",
          from: identify([report.from]),
          to: identify([report.to]),
          origin,
          confidence,
          present: true,
        },
      });
    }
    if (report.kind === "change") {
      const { id, summary, by = null, endedAt = null } = report;
      bodies.push({
        at: report.at,
        body: { kind: "change", changeId: id, entityId: identify(report.entity), summary, by, endedAt },
      });
    }
    if (report.kind === "alert") {
      const { name, labels, state, severity, summary } = report;
      const fingerprint = fingerprintOf(DEFAULT_SCOPE, name, labels, new Set());
      const entityId = identify(report.entity.length > 0 ? report.entity : hintsOf(name, labels));
      const known = lives.get(fingerprint);
      const isNew = !known || known.state === "resolved";
      const life = {
        startedAt: isNew ? report.at : known.startedAt,
        version: (known?.version ?? 0) + 1,
        state,
        severity,
      };
      const transition = isNew
        ? "opened"
        : state === "resolved"
          ? "resolved"
          : known.severity !== severity
            ? "changed"
            : state === "suppressed"
              ? "muted"
              : "unmuted";
      lives.set(fingerprint, life);
      bodies.push({
        at: report.at,
        body: {
          kind: "alert",
          transition,
          fingerprint,
          entityId,
          name,
          state,
          severity,
          summary,
          labels,
          startedAt: life.startedAt,
          version: life.version,
        },
      });
    }
    for (const change of changes) {
      if (change.kind === "joined") log(tool, at, at, { kind: "join", kept: change.kept, joined: change.joined });
      if (change.kind === "new" || change.kind === "described") {
        const { id, kind, name, site, group } = change.entity;
        log(tool, at, at, { kind: "entity", entityId: id, entityKind: kind, name, site, group });
      }
    }
    for (const { at: happened, body } of bodies) log(tool, happened, at, body);
  }
  return { entries, entities };
}

/** Arrivals in another order, each at most `byMs` later than it was; the same seed gives the same order. */
export function shuffledBy(arrivals: readonly Arrival[], byMs: number, seed: string): Arrival[] {
  const late = (index: number): number => createHash("sha1").update(`${seed} ${index}`).digest().readUInt32BE() % byMs;
  return arrivals
    .map((arrival, index) => (arrival.report.kind === "alert" ? { ...arrival, at: arrival.at + late(index) } : arrival))
    .sort((a, b) => a.at - b.at);
}
