import type { Fingerprint } from "../../shared/domain/alert.ts";
import type { EntityId } from "../../shared/domain/entity.ts";
import type { AlertTransition, ChangeSeen, EdgeSeen, EntitySeen, LogBody, LogEntry } from "../../shared/domain/log.ts";
import { DEFAULT_SCOPE, type Scope } from "../../shared/domain/scope.ts";

/** A Tuesday morning; every built log begins here. */
export const T0 = Date.UTC(2026, 2, 3, 9, 0, 0);

/** What happens, without its place in a log. `at` defaults to `receivedAt`; both are ms after `T0`. */
export type Happening = { receivedAt: number; at?: number; scope?: Scope; body: LogBody };

/** Log entries in the order given, with positions from `first` on. */
export function aLog(happenings: readonly Happening[], first = 1): LogEntry[] {
  return happenings.map(({ receivedAt, at = receivedAt, scope = DEFAULT_SCOPE, body }, index) => ({
    position: { partition: 0, position: first + index },
    scope,
    sourceId: "test",
    at: T0 + at,
    receivedAt: T0 + receivedAt,
    body,
  }));
}

/** An alert of an entity. `startedAt` in ms after `T0`; the fingerprint follows from entity and name. */
export function anAlertBody(
  entity: string,
  startedAt: number,
  more: Partial<Omit<AlertTransition, "kind" | "entityId" | "startedAt">> = {},
): AlertTransition {
  const name = more.name ?? "Latency";
  return {
    kind: "alert",
    transition: "opened",
    fingerprint: `${entity}:${name}` as Fingerprint,
    entityId: entity as EntityId,
    name,
    state: "firing",
    severity: "major",
    summary: `${name} at ${entity}`,
    labels: {},
    startedAt: T0 + startedAt,
    version: 1,
    ...more,
  };
}

export const aResolve = (
  entity: string,
  startedAt: number,
  more: Parameters<typeof anAlertBody>[2] = {},
): AlertTransition =>
  anAlertBody(entity, startedAt, { transition: "resolved", state: "resolved", version: 2, ...more });

export const anEdge = (from: string, to: string, more: Partial<EdgeSeen> = {}): EdgeSeen => ({
  kind: "edge",
  from: from as EntityId,
  to: to as EntityId,
  origin: "declared",
  confidence: 1,
  present: true,
  ...more,
});

export const anEntity = (id: string, name = id): EntitySeen => ({
  kind: "entity",
  entityId: id as EntityId,
  entityKind: "service",
  name,
  site: null,
  group: null,
});

export const aChangeBody = (entity: string, more: Partial<ChangeSeen> = {}): ChangeSeen => ({
  kind: "change",
  changeId: `change-${entity}`,
  entityId: entity as EntityId,
  summary: `deploy ${entity}`,
  by: null,
  endedAt: null,
  ...more,
});

/** Ticks every five seconds in a span of ms after `T0`, both ends included. */
export function ticks(from: number, to: number): Happening[] {
  const found: Happening[] = [];
  for (let at = from; at <= to; at += 5_000) found.push({ receivedAt: at, body: { kind: "tick" } });
  return found;
}

/** Happenings with ticks between them, in order of arrival; those at the same moment keep their order. */
export function withTicks(happenings: readonly Happening[], to: number): Happening[] {
  return [...happenings, ...ticks(0, to)].sort((left, right) => left.receivedAt - right.receivedAt);
}
