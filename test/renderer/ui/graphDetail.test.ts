import { expect, it } from "vitest";
import { areaOf, edgesShown, inOrder } from "../../../renderer/ui/graphDetail.ts";
import type { GraphEdge, GraphNode } from "../../../renderer/ui/graphElements.ts";

const node = (id: string, x: number, more: Partial<GraphNode> = {}): GraphNode => ({
  ...{ id, label: id, x, y: 0, width: 100, height: 20, look: "entity" },
  ...more,
});
const edge = (from: string, to: string, lit = false): GraphEdge => ({
  ...{ id: `${from} ${to} ${lit}`, from, to, origin: "declared", lit },
});
const AREA = { left: 0, top: 0, right: 1000, bottom: 500 };
const nodes = [node("a", 0), node("b", 1050), node("c", 1051)];
const many = (count: number): GraphEdge[] => Array.from({ length: count }, () => edge("b", "c"));

it("says what part of the map a view shows", () => {
  expect(areaOf({ zoom: 2, pan: { x: -100, y: 50 } }, { width: 400, height: 200 })).toEqual({
    ...{ left: 50, top: -25, right: 250, bottom: 75 },
  });
});

it("draws every edge of a map that has few, from afar too", () => {
  const edges = many(1500);
  expect(edgesShown({ nodes, edges, selected: null }, 0.05, AREA)).toBe(edges);
});

it("draws of many edges those between boxes in view, from afar those of the selection and of the impact alone", () => {
  const edges = [...many(1500), edge("a", "b"), edge("a", "c"), edge("c", "b", true)];
  const shown = (zoom: number, selected: string | null = null): string[] =>
    edgesShown({ nodes, edges, selected }, zoom, AREA).map(({ id }) => id);
  expect(shown(0.45)).toEqual(["a b false", "c b true"]);
  expect(shown(0.44)).toEqual(["c b true"]);
  expect(shown(0.44, "a")).toEqual(["a b false", "a c false", "c b true"]);
});

it("brings lanes first, then what is in view, then the worst", () => {
  const far = [
    node("calm", 5000),
    node("minor", 5000, { sev: "minor" }),
    node("critical", 5000, { sev: "critical" }),
    node("near", 500),
    node("lane", 9000, { look: "lane" }),
  ];
  expect(inOrder(far, AREA).map(({ id }) => id)).toEqual(["lane", "near", "critical", "minor", "calm"]);
});
