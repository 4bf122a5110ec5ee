import type { Incident } from "../../shared/domain/incident.ts";
import type { SimilarIncident } from "../../shared/domain/similar.ts";
import { said } from "./incident.ts";

/** A closed incident as one that is like another, with all that ended it. */
export function similarTo(
  { id, severity, headline, alertCount, startedAt, resolvedAt, owner }: Incident,
  more: Partial<SimilarIncident> = {},
): SimilarIncident {
  const endedAt = resolvedAt ?? startedAt + 600_000;
  return {
    ...{ id, severity, headline, alertCount, startedAt, resolvedAt: endedAt, similarity: 0.74 },
    shared: [
      { kind: "entity", text: "orders-db", share: 0.5 },
      { kind: "alert", text: "PoolExhausted", share: 0.4 },
      { kind: "word", text: "connection", share: 0.1 },
    ],
    resolution: {
      owner,
      acknowledgedBy: "K. Okafor",
      notes: [
        { at: endedAt - 60_000, by: "K. Okafor", message: said("history.note", { text: "Pool raised to 200." }) },
      ],
      change: {
        id: "CHG-1",
        entityName: "orders-db",
        summary: "pool 100 to 200",
        by: "K. Okafor",
        at: endedAt - 120_000,
      },
    },
    ...more,
  };
}
