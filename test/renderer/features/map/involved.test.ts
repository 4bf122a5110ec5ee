import { expect, it } from "vitest";
import { involvedGraph } from "../../../../renderer/features/map/involvedGraph.ts";
import { chooseEntities, layersOf, rowsOf } from "../../../../renderer/features/map/involvedLayout.ts";
import {
  aCause,
  aSuspectChange,
  anInvolvedEdge as edge,
  anInvolvedEntity as entity,
} from "../../../builders/incident.ts";

const chain = [entity({ id: "web" }), entity({ id: "api" }), entity({ id: "db", role: "cause" })];
const uses = [edge("web", "api", { lit: true }), edge("api", "db", { lit: true })];

it("puts what depends left of what it depends on", () => {
  expect(Object.fromEntries(layersOf(chain, uses))).toEqual({ web: 0, api: 1, db: 2 });
});

it("counts the longest way, and ends on a circle and on an entity that uses itself", () => {
  expect(layersOf(chain, [...uses, edge("web", "db")]).get("web")).toBe(0);
  const circle = layersOf(chain, [...uses, edge("db", "web"), edge("db", "db")]);
  expect([...circle.values()].every((layer) => layer >= 0 && layer < 3)).toBe(true);
});

it("stands a neighbour that depends on nothing in the last column, and one that nothing uses in the first", () => {
  const entities = [...chain, entity({ id: "host", role: "neighbour" }), entity({ id: "job", role: "neighbour" })];
  const layers = layersOf(entities, [...uses, edge("db", "host"), edge("job", "db")]);
  expect([layers.get("host"), layers.get("db"), layers.get("job")]).toEqual([2, 2, 0]);
});

it("keeps every place when the same entities come in another order", () => {
  const places = (entities: typeof chain) =>
    involvedGraph({ entities, edges: uses, causes: [], changes: [] })
      .nodes.map(({ id, x, y }) => `${id} ${x} ${y}`)
      .toSorted();
  expect(places(chain.toReversed())).toEqual(places(chain));
});

it("never puts two entities of a column into one row", () => {
  const many = ["a", "b", "c", "d"].map((id) => entity({ id }));
  const rows = rowsOf(
    [...many, chain[2]!],
    many.map(({ id }) => edge(id, "db")),
    layersOf(
      [...many, chain[2]!],
      many.map(({ id }) => edge(id, "db")),
    ),
  );
  expect(new Set(many.map(({ id }) => rows.get(id))).size).toBe(4);
});

it("shows the cause and the affected before neighbours when there is no room", () => {
  const chosen = chooseEntities(
    [
      entity({ id: "n", role: "neighbour" }),
      entity({ id: "late", firstAlertAt: 9 }),
      entity({ id: "early", firstAlertAt: 1 }),
      chain[2]!,
    ],
    { room: 3, neighbours: 3 },
  );
  expect(chosen.map(({ id }) => id)).toEqual(["db", "early", "late"]);
});

it("shows few neighbours even when there is room for more", () => {
  const neighbours = Array.from({ length: 9 }, (_, i) => entity({ id: `n${i}`, role: "neighbour" }));
  const chosen = chooseEntities([...neighbours, chain[2]!], { room: 16, neighbours: 2 });
  expect(chosen.map(({ id }) => id)).toEqual(["db", "n0", "n1"]);
});

it("writes the probability under the cause and the change over what was changed", () => {
  const entities = [
    chain[0]!,
    entity({ id: "api", changeId: "CHG-1" }),
    entity({ id: "orders-db", role: "cause", severity: "critical" }),
  ];
  const changes = [aSuspectChange({ changeId: "CHG-1", summary: "api 2.14.0" })];
  const { nodes } = involvedGraph({ entities, edges: [], causes: [aCause()], changes });
  expect(nodes.filter(({ look }) => look === "text").map(({ label }) => label)).toEqual([
    "cause, 78 %",
    "◆ api 2.14.0",
  ]);
  expect(nodes.find(({ id }) => id === "orders-db")?.role).toBe("cause");
});
