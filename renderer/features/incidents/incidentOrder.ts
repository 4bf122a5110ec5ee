import type { Incident } from "../../../shared/domain/incident.ts";

export type IncidentOrder = "priority" | "newest" | "oldest" | "largest";
export const INCIDENT_ORDERS: readonly IncidentOrder[] = ["priority", "newest", "oldest", "largest"];

const COMPARE: Record<IncidentOrder, (a: Incident, b: Incident) => number> = {
  priority: (a, b) => b.priority - a.priority,
  newest: (a, b) => b.openedAt - a.openedAt,
  oldest: (a, b) => a.openedAt - b.openedAt,
  largest: (a, b) => b.alertCount - a.alertCount,
};

/** The rows in another order than the engine's; ties fall by id, so that the order is the same each time. */
export function orderIncidents(rows: readonly Incident[], order: IncidentOrder): readonly Incident[] {
  return rows.toSorted((a, b) => COMPARE[order](a, b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
