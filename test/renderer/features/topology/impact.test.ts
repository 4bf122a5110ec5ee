import { expect, it } from "vitest";
import { edgeKey, impactOf, isHit } from "../../../../renderer/features/topology/impact.ts";
import {
  aCause,
  anIncidentDetail,
  anInvolvedEdge,
  anInvolvedEntity,
  aSuspectChange,
} from "../../../builders/incident.ts";
import type { EntityId } from "../../../../shared/domain/entity.ts";

const detail = anIncidentDetail({
  causes: [aCause({ probability: 0.9 }), aCause({ rank: 2, entityId: "payments-api" as EntityId, probability: 0.1 })],
  entities: [
    anInvolvedEntity({ id: "orders-db", role: "cause", firstAlertAt: 5 }),
    anInvolvedEntity({ id: "payments-api", role: "cause" }),
    anInvolvedEntity({ id: "stock-db", role: "neighbour" }),
  ],
  edges: [anInvolvedEdge("payments-api", "orders-db", { lit: true }), anInvolvedEdge("orders-db", "stock-db")],
  changes: [aSuspectChange({ summary: "likely" }), aSuspectChange({ summary: "unlikely" })],
});

it("frames the likeliest cause alone and counts the other candidates as hit", () => {
  const impact = impactOf(detail);
  expect(Object.fromEntries(impact.roles)).toEqual({
    "orders-db": "cause",
    "payments-api": "effect",
    "stock-db": "neighbour",
  });
  expect(impact.causeShare).toBe(0.9);
  expect(["orders-db", "payments-api", "stock-db", "elsewhere"].map((id) => isHit(impact, id))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it("lights only the edges on a path of the incident, and names the likelier of two changes", () => {
  const impact = impactOf(detail);
  expect([...impact.litEdges]).toEqual([edgeKey("payments-api", "orders-db")]);
  expect([...impact.changes.values()]).toEqual(["likely"]);
  expect([...impact.onset]).toEqual([["orders-db", 5]]);
});
