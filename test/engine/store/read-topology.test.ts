import { afterEach, beforeEach, expect, it } from "vitest";
import { type PackedTopology, unpackTopology } from "../../../shared/domain/topology-columns.ts";
import { EntityDetail, type Topology } from "../../../shared/domain/topology.ts";
import { endEdge, putEdge } from "../../../electron/engine/store/edges.ts";
import { joinEntities } from "../../../electron/engine/store/entity-joins.ts";
import { getEntity } from "../../../electron/engine/store/read-entity.ts";
import { getTopology, type TopologyQuery } from "../../../electron/engine/store/read-topology.ts";
import { DEFAULT, Estate, MINUTE, NIGHT, scope } from "../../builders/estate.ts";

let estate: Estate;
beforeEach(() => void (estate = new Estate()));
afterEach(() => estate.close());

const map = (query: Partial<TopologyQuery> = {}) =>
  unpackTopology(
    getTopology(estate.reader, [DEFAULT], {
      sites: [],
      kinds: [],
      minimumConfidence: 0,
      limit: 100,
      now: NIGHT,
      ...query,
    }) as PackedTopology,
  );
const ids = (topology: Topology) => topology.nodes.map((node) => node.id).toSorted();

it("puts what is worst first, with what is wrong at it", () => {
  estate.entity("calm");
  estate.entity("orders-db");
  const alert = estate.alert({ severity: "critical", at: NIGHT + 5 });
  estate.alert({ severity: "minor", state: "suppressed", at: NIGHT + 1 });
  estate.incident("INC-AAAA", [alert]);
  const [first, second] = map().nodes;
  expect(first).toMatchObject({
    id: "orders-db",
    severity: "critical",
    suppressed: true,
    since: NIGHT + 5,
    incidentId: "INC-AAAA",
  });
  expect(second).toMatchObject({
    id: "calm",
    severity: null,
    suppressed: false,
    acknowledged: false,
    incidentId: null,
  });
});

it("filters and limits, but says how much there is", () => {
  estate.entity("a", { site: "Rotterdam", kind: "host" });
  estate.entity("b", { site: "Rotterdam" });
  estate.entity("c", { site: "Delft" });
  estate.edge("a", "b", { confidence: 0.4 });
  estate.edge("b", "c", { confidence: 0.9 });
  expect(ids(map({ sites: ["Rotterdam"] }))).toEqual(["a", "b"]);
  expect(ids(map({ kinds: ["host"] }))).toEqual(["a"]);
  expect(map({ minimumConfidence: 0.4 }).edges).toHaveLength(2);
  expect(map({ minimumConfidence: 0.41 }).edges.map((edge) => edge.from)).toEqual(["b"]);
  expect(map({ limit: 1 })).toMatchObject({ nodes: [{ id: "a" }], edges: [], totalNodes: 3, totalEdges: 2 });
});

it("shows the map as it was, to the millisecond", () => {
  estate.entity("a", { at: NIGHT });
  estate.entity("b", { at: NIGHT });
  estate.edge("a", "b", { at: NIGHT + 10 });
  const ended = estate.log({ kind: "tick" }, NIGHT + 20);
  endEdge(estate.db, { scope: DEFAULT, from: "a" as never, to: "b" as never, origin: "traces" }, ended);
  estate.entity("c", { at: NIGHT + 30 });
  const edgesAt = (at: number) => map({ at }).edges.length;
  expect([edgesAt(NIGHT + 9), edgesAt(NIGHT + 10), edgesAt(NIGHT + 19), edgesAt(NIGHT + 20)]).toEqual([0, 1, 1, 0]);
  expect(ids(map({ at: NIGHT + 29 }))).toEqual(["a", "b"]);
  expect(ids(map({ at: NIGHT - 1 }))).toEqual([]);
  expect(ids(map())).toEqual(["a", "b", "c"]);
});

it("shows two entities apart before they were joined and one after", () => {
  const kept = estate.entity("db", { at: NIGHT });
  const joined = estate.entity("db-1", { at: NIGHT });
  joinEntities(estate.db, DEFAULT, kept, joined, estate.log({ kind: "join", kept, joined }, NIGHT + 10));
  expect(ids(map({ at: NIGHT + 9 }))).toEqual(["db", "db-1"]);
  expect(ids(map())).toEqual(["db"]);
  expect(getEntity(estate.reader, [DEFAULT], "db", NIGHT)?.aliases.map((alias) => alias.value)).toEqual(["db", "db-1"]);
});

it("knows which alerts were active then", () => {
  estate.entity("orders-db", { at: NIGHT });
  const alert = estate.alert({ at: NIGHT + 10 });
  estate.move(alert, "resolved", NIGHT + 20);
  const since = (at: number) => map({ at }).nodes[0]?.since;
  expect([since(NIGHT + 9), since(NIGHT + 10), since(NIGHT + 19), since(NIGHT + 20)]).toEqual([
    null,
    NIGHT + 10,
    NIGHT + 10,
    null,
  ]);
});

it("shows only what an incident involves", () => {
  for (const id of ["orders-db", "cart-api", "web", "alone"]) estate.entity(id);
  estate.edge("cart-api", "orders-db");
  estate.edge("web", "cart-api");
  estate.incident("INC-AAAA", [estate.alert({ entity: "orders-db" })]);
  expect(ids(map({ incidentId: "INC-AAAA" }))).toEqual(["cart-api", "orders-db"]);
  expect(
    getTopology(estate.reader, [scope("bank")], {
      incidentId: "INC-AAAA",
      sites: [],
      kinds: [],
      minimumConfidence: 0,
      limit: 9,
      now: NIGHT,
    }),
  ).toBeUndefined();
});

it("calls an entity stale when every source that speaks of it is", () => {
  estate.source("am", { lastGoodAt: NIGHT, intervalMs: 1000 });
  estate.source("traces", { lastGoodAt: NIGHT + MINUTE, intervalMs: 60_000 });
  for (const id of ["orders-db", "cart-api", "silent"]) estate.entity(id);
  estate.alert({ entity: "orders-db", sources: ["am"] });
  estate.alert({ entity: "cart-api", sources: ["am"] });
  estate.edge("cart-api", "silent", { sourceId: "traces" });
  const stale = map({ now: NIGHT + MINUTE })
    .nodes.filter((node) => node.stale)
    .map((node) => node.id);
  expect(stale).toEqual(["orders-db"]);
});

it("gives an entity with its names, neighbours, alerts and changes", () => {
  estate.entity("orders-db", { aliases: ["db-1:9100"] });
  estate.entity("web", { name: "Web shop" });
  estate.edge("web", "orders-db");
  estate.change("CHG-1", "orders-db");
  estate.alert({ entity: "orders-db" });
  const entity = EntityDetail.parse(getEntity(estate.reader, [DEFAULT], "orders-db", NIGHT));
  expect(entity).toMatchObject({
    usedBy: [{ name: "Web shop" }],
    uses: [],
    changes: [{ id: "CHG-1" }],
    attributes: { "service.name": "orders-db" },
  });
  expect(entity.alerts).toHaveLength(1);
  expect(entity.aliases).toHaveLength(2);
  expect(getEntity(estate.reader, [scope("bank")], "orders-db", NIGHT)).toBeUndefined();
});

it("joins a pair once, by its most certain edge, and counts pairs whatever is shown", () => {
  for (const id of ["a", "b", "c"]) estate.entity(id);
  estate.edge("a", "b", { confidence: 0.3 });
  putEdge(
    estate.db,
    { scope: DEFAULT, from: "a" as never, to: "b" as never, origin: "declared", confidence: 1, sourceId: "am" },
    estate.log({ kind: "tick" }),
  );
  estate.edge("b", "a", { confidence: 0.5 });
  estate.edge("c", "gone", { confidence: 0.5 });
  expect(map().edges).toEqual([
    { from: "a", to: "b", origin: "declared", confidence: 1 },
    { from: "b", to: "a", origin: "traces", confidence: 0.5 },
  ]);
  expect(map().totalEdges).toBe(3);
  expect(map({ sites: ["nowhere"] })).toEqual({ nodes: [], edges: [], totalNodes: 3, totalEdges: 3 });
});

it("is never older than what came, ended, joined or was seen more surely since it was read last", () => {
  const confidences = () => map().edges.map((edge) => edge.confidence);
  expect(map()).toEqual({ nodes: [], edges: [], totalNodes: 0, totalEdges: 0 });
  const kept = estate.entity("a");
  expect(ids(map())).toEqual(["a"]);
  const joined = estate.entity("b");
  expect(ids(map())).toEqual(["a", "b"]);
  estate.edge("a", "b", { confidence: 0.4 });
  expect(confidences()).toEqual([0.4]);
  estate.edge("a", "b", { confidence: 0.7 });
  expect(confidences()).toEqual([0.7]);
  estate.alert({ entity: "b", severity: "minor" });
  expect(map().nodes[0]).toMatchObject({ id: "b", severity: "minor" });
  endEdge(
    estate.db,
    { scope: DEFAULT, from: "a" as never, to: "b" as never, origin: "traces" },
    estate.log({ kind: "tick" }),
  );
  expect(confidences()).toEqual([]);
  joinEntities(estate.db, DEFAULT, kept, joined, estate.log({ kind: "join", kept, joined }));
  expect(ids(map())).toEqual(["a"]);
  expect(map({ kinds: ["host"] }).nodes).toEqual([]);
  expect(ids(map())).toEqual(["a"]);
});

it("keeps the worst when there are more than fit", () => {
  for (const id of ["a", "b", "c"]) estate.entity(id);
  estate.alert({ entity: "b", severity: "info" });
  estate.alert({ entity: "c", severity: "major" });
  expect(map({ limit: 2 }).nodes.map((node) => node.id)).toEqual(["c", "b"]);
  estate.alert({ entity: "a", severity: "critical" });
  expect(map({ limit: 2 }).nodes.map((node) => node.id)).toEqual(["a", "c"]);
});
