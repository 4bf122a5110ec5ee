import type { FindingSeen } from "../../../../shared/domain/finding.ts";
import type { Entity } from "../topology.ts";

/** What was found at an entity and may speak for it as a cause. Times by the source's clock. */
export type Sign = {
  readonly id: string;
  entity: Entity;
  readonly kind: Exclude<FindingSeen["kind"], "forecast">;
  readonly since: number;
  endedAt: number | null;
  /** An operator says that it is none. */
  isDismissed: boolean;
};

/** What the signs at one entity come to, as far as they fall in the time of an incident. */
export type SignsAt = { metrics: number; logs: number; firstAt: number; isBefore: boolean };

/** A sign counts from so long before the first alert … */
const LEAD_MS = 30 * 60_000;
/** … to so long after it: a metric is told of with the next poll, an alert often after minutes of its rule's own. */
const LATE_MS = 2 * 60_000;
/** Begun within this of the first alert it says nothing about order. */
const SAME_TIME_MS = 10_000;

/** The signs that fall in the time of an incident that began at `startedAt`, by their entity. */
export function signsAround(signs: Iterable<Sign>, startedAt: number): Map<Entity, SignsAt> {
  const found = new Map<Entity, SignsAt>();
  for (const { entity, kind, since, endedAt, isDismissed } of signs) {
    const isNear = since >= startedAt - LEAD_MS && since <= startedAt + LATE_MS;
    if (isDismissed || !isNear || (endedAt !== null && endedAt < startedAt - LATE_MS)) continue;
    const before = found.get(entity) ?? { metrics: 0, logs: 0, firstAt: Infinity, isBefore: false };
    const firstAt = Math.min(before.firstAt, since);
    found.set(entity, {
      metrics: before.metrics + (kind === "metric" ? 1 : 0),
      logs: before.logs + (kind === "log" ? 1 : 0),
      firstAt,
      isBefore: firstAt < startedAt - SAME_TIME_MS,
    });
  }
  return found;
}
