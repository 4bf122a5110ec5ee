import { expect, it } from "vitest";
import { type PackedTopology, type TopologyColumns, unpackTopology } from "../../../shared/domain/topology-columns.ts";
import { aTopologyEdge, aTopologyNode, packed } from "../../builders/topologyNode.ts";

const map = {
  nodes: [
    aTopologyNode({
      id: "orders-db",
      kind: "database",
      name: 'Orders \n"DB" 数据',
      site: "FRA",
      group: "data",
      severity: "critical",
      acknowledged: true,
      suppressed: true,
      since: 0,
      incidentId: "INC-1" as never,
      stale: true,
    }),
    aTopologyNode({ id: "web", severity: "info", site: "" }),
    aTopologyNode({ id: "calm" }),
  ],
  edges: [aTopologyEdge("web", "orders-db", { origin: "inferred", confidence: 0 }), aTopologyEdge("calm", "web")],
  totalNodes: 7,
  totalEdges: 9,
};

const broken = (change: (columns: TopologyColumns) => void): PackedTopology => {
  const columns = JSON.parse(packed(map)) as TopologyColumns;
  change(columns);
  return JSON.stringify(columns) as PackedTopology;
};

it("gives back what was packed, to the last entity and edge", () => {
  expect(unpackTopology(packed(map))).toEqual(map);
  const empty = { nodes: [], edges: [], totalNodes: 0, totalEdges: 0 };
  expect(unpackTopology(packed(empty))).toEqual(empty);
});

it("says what is wrong with a map that does not fit together", () => {
  expect(() => unpackTopology(broken(({ entities }) => entities.name.pop()))).toThrow("columns of entities");
  expect(() => unpackTopology(broken(({ edges }) => edges.confidence.push(1)))).toThrow("columns of edges");
  expect(() => unpackTopology(broken(({ edges }) => (edges.to[0] = 3)))).toThrow("no entity 3");
  expect(() => unpackTopology(broken(({ entities }) => (entities.site[0] = 99)))).toThrow("no word 99");
  expect(() => unpackTopology(broken(({ troubles }) => (troubles.entity[0] = 3)))).toThrow("no entity 3");
  expect(() => unpackTopology(broken(({ troubles }) => (troubles.incident[0] = 99)))).toThrow("no incident 99");
  expect(() => unpackTopology(broken(({ troubles }) => troubles.since.push(1)))).toThrow("columns of troubles");
});

it.each([
  ["a fraction", ({ edges }: TopologyColumns) => (edges.from[0] = 0.5)],
  ["a negative index", ({ edges }: TopologyColumns) => (edges.from[0] = -1)],
  ["a kind that nobody knows", ({ entities }: TopologyColumns) => (entities.kind[0] = 9)],
  ["a severity above the scale", ({ troubles }: TopologyColumns) => (troubles.severity[0] = 5)],
  ["more certain than certain", ({ edges }: TopologyColumns) => (edges.confidence[0] = 1.01)],
  ["no text", ({ entities }: TopologyColumns) => (entities.name[0] = null as never)],
  ["no column", (columns: TopologyColumns) => (columns.words = "words" as never)],
])("refuses a column with %s", (_, change) => {
  expect(() => unpackTopology(broken((columns) => void change(columns)))).toThrow(/column/);
});

it("refuses what is no JSON", () => {
  expect(() => unpackTopology("{" as PackedTopology)).toThrow(SyntaxError);
});
