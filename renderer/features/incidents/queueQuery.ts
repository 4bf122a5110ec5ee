import type { IncidentFilter, IncidentOrder } from "../../../shared/contract/incidents.ts";

/** What the queue shows. */
export type QueueFilter = "all" | "unacknowledged" | "mine" | "moving";
export const QUEUE_FILTERS: readonly QueueFilter[] = ["all", "unacknowledged", "mine", "moving"];

export const PAGE_ROWS = 200;

/** Asks for the counts of the open incidents, which come with every page, and for next to no rows. */
export const openCountInput = { filter: { state: "open" }, limit: 1, offset: 0 } as const;

/** The input of one page of open incidents. */
export function queueInput(
  filter: QueueFilter,
  order: IncidentOrder,
  offset: number,
): { filter: Partial<IncidentFilter>; order: IncidentOrder; limit: number; offset: number } {
  const only = filter === "all" ? {} : { [filter]: true };
  return { filter: { state: "open", ...only }, order, limit: PAGE_ROWS, offset };
}

/** Length of a shift: what was resolved within it is listed below the queue. */
const SHIFT_MS = 8 * 3_600_000;
const STEP_MS = 600_000;

/** Incidents resolved in the last eight hours; the bound moves in steps, so that the question stays the same for a while. */
export function resolvedInput(now: number): { filter: { state: "resolved"; resolvedSince: number }; limit: number } {
  return { filter: { state: "resolved", resolvedSince: Math.floor((now - SHIFT_MS) / STEP_MS) * STEP_MS }, limit: 50 };
}
