import { describe, expect, it } from "vitest";
import type { GraphEdge, GraphNode } from "../../../renderer/ui/graphElements.ts";
import { areaOf, between, boxAt, centredOn, sceneOf, zoomedAt } from "../../../renderer/ui/graphScene.ts";

const node = (id: string, x: number, y: number, look: GraphNode["look"] = "entity"): GraphNode => ({
  ...{ id, label: id, x, y, width: 100, height: 20, look },
});
const edge = (from: string, to: string, lit = false): GraphEdge => ({
  ...{ id: `${from} ${to}`, from, to, origin: "declared", lit },
});
const SIZE = { width: 400, height: 200 };

describe("sceneOf", () => {
  const scene = sceneOf(
    [
      node("lane", 0, 0, "lane"),
      node("frame", 0, 0, "group"),
      node("a", 0, 0),
      node("b", 300, 0),
      node("w", 0, 0, "text"),
    ],
    [edge("a", "b"), edge("b", "a", true), edge("a", "gone")],
  );

  it("sorts what lies above what, and leaves out edges without an end", () => {
    expect(scene.lanes.concat(scene.frames, scene.boxes, scene.words).map(({ id }) => id)).toEqual([
      ...["lane", "frame", "a", "b", "w"],
    ]);
    expect(scene.links.map((link) => link.edge.id)).toEqual(["a b"]);
    expect(scene.litLinks.map((link) => link.edge.id)).toEqual(["b a"]);
  });

  it("finds a box up to its very edge, through words, and nothing beside it or in a frame alone", () => {
    const view = { zoom: 2, pan: { x: 10, y: 20 } };
    expect(boxAt(scene, view, { x: 10 + 100, y: 20 })?.id).toBe("a");
    expect(boxAt(scene, view, { x: 10 + 100.5, y: 20 })).toBeUndefined();
    expect(boxAt(scene, view, { x: 10 + 600, y: 20 + 20 })?.id).toBe("b");
    expect(boxAt(scene, view, { x: 10 + 600, y: 20 + 20.5 })).toBeUndefined();
  });
});

describe("a view", () => {
  it("keeps the point under the hand when it comes nearer, and goes no nearer and no further than makes sense", () => {
    const view = { zoom: 1, pan: { x: 30, y: 40 } };
    expect(zoomedAt(view, 2, { x: 130, y: 140 })).toEqual({ zoom: 2, pan: { x: -70, y: -60 } });
    expect(zoomedAt(view, 1, { x: 7, y: 7 })).toEqual(view);
    expect(zoomedAt(view, 1e6, { x: 0, y: 0 }).zoom).toBe(3);
    expect(zoomedAt(view, 1e-6, { x: 0, y: 0 }).zoom).toBe(0.05);
  });

  it("centres a place at zoom 1, or as near as it is", () => {
    const far = centredOn({ x: 50, y: 60 }, { zoom: 0.2, pan: { x: 0, y: 0 } }, SIZE);
    expect(far).toEqual({ zoom: 1, pan: { x: 150, y: 40 } });
    expect(areaOf(far, SIZE)).toEqual({ left: -150, top: -40, right: 250, bottom: 160 });
    expect(centredOn({ x: 50, y: 60 }, { zoom: 2, pan: { x: 0, y: 0 } }, SIZE)).toEqual({
      zoom: 2,
      pan: { x: 100, y: -20 },
    });
  });

  it("flies from the first to the second", () => {
    const from = { zoom: 1, pan: { x: 0, y: 10 } };
    const to = { zoom: 2, pan: { x: 100, y: -10 } };
    expect([between(from, to, 0), between(from, to, 1)]).toEqual([from, to]);
    expect(between(from, to, 0.5)).toEqual({ zoom: 1.5, pan: { x: 50, y: 0 } });
  });
});
