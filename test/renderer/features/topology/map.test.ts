import { describe, expect, it } from "vitest";
import { collapseEdges, collapseNodes, placeIds } from "../../../../renderer/features/topology/collapse.ts";
import {
  countsOf,
  EVERYTHING,
  neighbourhoodOf,
  visibleEdges,
  visibleNodes,
} from "../../../../renderer/features/topology/mapFilter.ts";
import { neighbourOf } from "../../../../renderer/features/topology/neighbours.ts";
import { aTopologyEdge, aTopologyNode } from "../../../builders/topologyNode.ts";

const db = aTopologyNode({
  id: "db",
  kind: "database",
  site: "FRA",
  group: "data",
  severity: "critical",
  acknowledged: true,
  since: 5,
});
const api = aTopologyNode({
  id: "api",
  site: "FRA",
  group: "shop",
  severity: "major",
  since: 9,
});
const web = aTopologyNode({ id: "web", site: "AMS", group: "shop" });
const nodes = [db, api, web];
const edges = [aTopologyEdge("web", "api"), aTopologyEdge("api", "db", { origin: "traces", confidence: 0.49 })];
const layers = new Map([
  ["db", "data"],
  ["api", "services"],
  ["web", "web"],
] as const);

describe("collapseNodes", () => {
  it("lets the worst member speak for a site and is acknowledged only when all are", () => {
    const [fra, ams] = collapseNodes(nodes, layers, "site");
    expect(fra).toMatchObject({
      name: "FRA",
      severity: "critical",
      acknowledged: false,
      since: 5,
      memberIds: ["db", "api"],
    });
    expect(ams).toMatchObject({ severity: null, acknowledged: false, since: null });
  });

  it("keeps groups of one name apart by site", () => {
    expect(collapseNodes(nodes, layers, "group")).toHaveLength(3);
  });

  it("folds parallel edges and drops those within a place", () => {
    const sites = collapseNodes(nodes, layers, "site");
    expect(collapseEdges([...edges, aTopologyEdge("web", "db", { confidence: 0.2 })], placeIds(sites))).toEqual([
      { from: "site AMS", to: "site FRA", origin: "declared", confidence: 1, count: 2 },
    ]);
  });
});

describe("filters", () => {
  const all = new Set(["db", "api", "web"]);

  it("shows doubtful edges only on demand, and takes 0.5 as not doubtful", () => {
    expect(visibleEdges(edges, EVERYTHING, all)).toHaveLength(1);
    expect(visibleEdges([aTopologyEdge("web", "api", { confidence: 0.5 })], EVERYTHING, all)).toHaveLength(1);
    expect(visibleEdges(edges, { ...EVERYTHING, doubtful: true }, all)).toHaveLength(2);
  });

  it("takes edges away with their ends", () => {
    const left = visibleNodes(nodes, { ...EVERYTHING, hiddenSites: ["AMS"] }, all);
    expect([...left]).toEqual(["db", "api"]);
    expect(visibleEdges(edges, { ...EVERYTHING, doubtful: true }, left)).toHaveLength(1);
  });

  it("counts over everything, hidden or not", () => {
    const counts = countsOf(nodes, edges);
    expect(counts.sites.get("FRA")).toBe(2);
    expect(counts.doubtful).toBe(1);
  });

  it("keeps what stands one edge away, and no more", () => {
    expect([...neighbourhoodOf(["db"], edges)]).toEqual(["db", "api"]);
  });
});

describe("neighbourOf", () => {
  const positions = new Map([
    ["web", { x: 0, y: 0 }],
    ["api", { x: 270, y: 100 }],
    ["other", { x: 270, y: 0 }],
    ["below", { x: 0, y: 26 }],
  ]);
  const joined = [{ from: "web", to: "api", origin: "declared" as const, confidence: 1, count: 1 }];

  it("follows the edge to the right though another stands nearer", () => {
    expect(neighbourOf("web", "right", positions, joined)).toBe("api");
    expect(neighbourOf("api", "left", positions, joined)).toBe("web");
  });

  it("goes to the nearest place where no edge leads", () => {
    expect(neighbourOf("web", "down", positions, joined)).toBe("below");
    expect(neighbourOf("web", "left", positions, joined)).toBeUndefined();
  });
});
