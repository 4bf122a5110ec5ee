import { describe, expect, it } from "vitest";
import { arrange } from "../../../../renderer/features/topology/arrange.ts";
import { layoutOf, NODE, type Placeable } from "../../../../renderer/features/topology/layout.ts";
import { layersOf } from "../../../../renderer/features/topology/layers.ts";
import { ARRIVALS, parseRemembered, placeOver } from "../../../../renderer/features/topology/placement.ts";

const aPlace = (id: string, more: Partial<Placeable> = {}): Placeable => ({
  id,
  name: id,
  site: "FRA",
  group: "shop",
  layer: "services",
  ...more,
});
const many = (count: number, more: Partial<Placeable> = {}): Placeable[] =>
  Array.from({ length: count }, (_, i) => aPlace(`n${String(i).padStart(4, "0")}`, more));

describe("layersOf", () => {
  const kinds = {
    web: "service",
    api: "service",
    db: "database",
    box: "host",
    lb: "device",
    lone: "service",
    shop: "app",
  } as const;
  const nodes = Object.entries(kinds).map(([id, kind]) => ({ id, kind }));
  const edges = [
    ["lb", "web"],
    ["shop", "web"],
    ["web", "api"],
    ["api", "db"],
    ["db", "box"],
  ].map(([from, to]) => ({ from: from!, to: to! }));

  it("puts a balancer at the entry, and data and hosts by their kind", () => {
    const layers = layersOf(nodes, edges);
    expect(Object.fromEntries(layers)).toMatchObject({
      lb: "entry",
      shop: "entry",
      db: "data",
      box: "hosts",
      api: "services",
      lone: "services",
    });
  });

  it("calls a service web only while no other service uses it", () => {
    const withoutApp = edges.filter((edge) => edge.from !== "shop");
    expect(layersOf(nodes, withoutApp).get("web")).toBe("web");
    expect(layersOf(nodes, edges).get("web")).toBe("services");
  });

  it("is not shaken by a cycle or by an entity that uses itself", () => {
    const circle = [
      { from: "web", to: "api" },
      { from: "api", to: "web" },
      { from: "lone", to: "lone" },
    ];
    expect(layersOf(nodes, circle).get("lone")).toBe("services");
    expect(layersOf(nodes, circle).get("web")).toBe("services");
  });
});

describe("layoutOf", () => {
  it("never lets two entities overlap, however many there are", () => {
    const items = [
      ...many(200),
      ...many(120, { layer: "hosts", group: null, site: "AMS" }).map((item) => ({ ...item, id: `h${item.id}` })),
    ];
    const { positions } = layoutOf(items);
    expect(positions.size).toBe(320);
    const places = [...positions.values()];
    const clash = places.some((a, i) =>
      places.some((b, j) => j > i && Math.abs(a.x - b.x) < NODE.width && Math.abs(a.y - b.y) < NODE.height),
    );
    expect(clash).toBe(false);
  });

  it("gives the same places for the same entities", () => {
    expect(layoutOf(many(60)).positions).toEqual(layoutOf(many(60)).positions);
  });

  it("leaves out columns that nothing stands in, and puts entities without a site last", () => {
    const layout = layoutOf([aPlace("a"), aPlace("b", { layer: "data" }), aPlace("c", { site: null })]);
    expect(layout.columns.map((column) => column.layer)).toEqual(["services", "data"]);
    expect(layout.lanes.map((lane) => lane.site)).toEqual(["FRA", ""]);
  });

  it("keeps every group inside its lane", () => {
    const layout = layoutOf([
      ...many(90),
      ...many(50, { layer: "web", group: "edge" }).map((item) => ({ ...item, id: `w${item.id}` })),
    ]);
    const lane = layout.lanes[0]!;
    expect(layout.groups.every((group) => group.y >= lane.y && group.y + group.height <= lane.y + lane.height)).toBe(
      true,
    );
    expect(layout.groups.every((group) => group.x + group.width <= lane.x + lane.width)).toBe(true);
  });

  it("folds a tall estate, so that it fills a screen and not a ribbon", () => {
    const { width, height } = layoutOf(many(120, { layer: "hosts" }));
    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(3);
  });

  it("is an empty map for no entities", () => {
    expect(layoutOf([])).toMatchObject({ groups: [], lanes: [], columns: [] });
  });
});

describe("arrange", () => {
  it("puts what is joined at the same height", () => {
    const items = [aPlace("w1", { layer: "web" }), aPlace("w2", { layer: "web" }), aPlace("a", {}), aPlace("z", {})];
    const ordered = arrange(items, [
      { from: "w1", to: "z" },
      { from: "w2", to: "a" },
    ]);
    expect(ordered.map((item) => item.id)).toEqual(["w1", "w2", "z", "a"]);
  });

  it("does not depend on the order in which entities come", () => {
    const items = many(30);
    expect(arrange(items.toReversed(), [])).toEqual(arrange(items, []));
  });
});

describe("placeOver", () => {
  it("moves nobody when one comes and one goes", () => {
    const before = placeOver([], many(40));
    const after = placeOver(before.remembered, [...many(40).slice(1), aPlace("aaa-new")]);
    for (const { id } of many(40).slice(1))
      expect(after.layout.positions.get(id)).toEqual(before.layout.positions.get(id));
    expect(after.arrivals).toEqual(["aaa-new"]);
    expect(after.layout.positions.get("aaa-new")!.y).toBeGreaterThan(before.layout.height);
    expect(after.layout.lanes.at(-1)!.site).toBe(ARRIVALS);
  });

  it("keeps an entity in its place when its layer would now be another", () => {
    const before = placeOver([], many(5));
    const after = placeOver(before.remembered, many(5, { layer: "web" }));
    expect(after.layout.positions).toEqual(before.layout.positions);
  });

  it("lays out afresh when the map is mostly new", () => {
    const after = placeOver(many(2), many(40));
    expect(after.arrivals).toEqual([]);
    expect(after.layout.positions).toEqual(layoutOf(many(40)).positions);
  });
});

it("treats an unreadable memory as none", () => {
  expect(parseRemembered(null)).toEqual([]);
  expect(parseRemembered("{")).toEqual([]);
  expect(parseRemembered('[{"id":1}]')).toEqual([]);
  expect(parseRemembered(JSON.stringify([aPlace("a")]))).toEqual([aPlace("a")]);
});
