import { expect, it } from "vitest";
import type { GraphEdge, GraphNode } from "../../../renderer/ui/graphElements.ts";
import type { Ink } from "../../../renderer/ui/graphInk.ts";
import { paintScene } from "../../../renderer/ui/graphPaint.ts";
import { sceneOf } from "../../../renderer/ui/graphScene.ts";

/** Stands in for a canvas: it keeps the words and counts the curves that it is told to draw. */
class Recorder {
  words: string[] = [];
  curves = 0;
  pictures = 0;
  readonly context = new Proxy({} as CanvasRenderingContext2D, {
    get: (_, name) => (this.#calls[name as string] ?? (() => undefined)) as unknown,
    set: () => true,
  });
  readonly #calls: Record<string, (...values: never[]) => unknown> = {
    measureText: () => ({ width: 10 }) as never,
    fillText: (words: string) => void this.words.push(words),
    bezierCurveTo: () => void (this.curves += 1),
    drawImage: () => void (this.pictures += 1),
  };
}

const ink: Ink = {
  colour: (token) => token,
  font: (px, weight) => `${weight} ${px}px`,
  badge: () => ({}) as HTMLImageElement,
  hatch: () => null,
  fitted: (_, words) => words,
};
const SIZE = { width: 1000, height: 500 };

function painted(nodes: GraphNode[], edges: GraphEdge[], zoom: number, selected: string | null = null): Recorder {
  const recorder = new Recorder();
  const view = { zoom, pan: { x: 0, y: 0 } };
  paintScene(recorder.context, { scene: sceneOf(nodes, edges), view, size: SIZE, selected }, ink, 1);
  return recorder;
}

const box = (id: number): GraphNode => ({
  ...{ id: `n${id}`, label: `name ${id}`, x: 100 + (id % 40) * 200, y: 20 + Math.floor(id / 40) * 30 },
  ...{ width: 184, height: 22, look: "entity" },
});
const joined = (from: number, to: number, lit = false): GraphEdge => ({
  ...{ id: `${from} ${to} ${lit}`, from: `n${from}`, to: `n${to}`, origin: "declared", lit },
});
const boxes = Array.from({ length: 1600 }, (_, id) => box(id));
const many = boxes.slice(1).map((_, id) => joined(id + 1, 0));

it("draws the names that can be read and seen, and no others", () => {
  const near = painted(boxes, [], 1);
  expect(near.words).toContain("name 0");
  expect(near.words).not.toContain("name 39");
  expect(near.words.length).toBeLessThan(110);
  expect(painted(boxes, [], 0.59).words).toContain("name 0");
  expect(painted(boxes, [], 0.58).words).toEqual([]);
});

it("leaves marks out where they would be dust", () => {
  expect(painted(boxes, [], 0.3).pictures).toBeGreaterThan(0);
  expect(painted(boxes, [], 0.29).pictures).toBe(0);
});

it("draws every edge of a map that has few, from afar too", () => {
  const few = [joined(0, 1), joined(0, 2, true)];
  expect(painted(boxes, few, 0.06).curves).toBe(2);
  expect(painted(boxes, few, 1).curves).toBe(2);
});

it("draws of many edges those between what is seen, from afar those of the selected and of the impact alone", () => {
  expect(painted(boxes, many, 0.45).curves).toBeGreaterThan(100);
  expect(painted(boxes, many, 0.45).curves).toBeLessThan(many.length);
  expect(painted(boxes, many, 0.44).curves).toBe(0);
  expect(painted(boxes, many, 0.44, "n7").curves).toBe(1);
  expect(painted(boxes, [...many, joined(3, 5, true)], 0.44).curves).toBe(1);
});

it("names the sites from afar too", () => {
  const lane: GraphNode = { id: "lane", label: "Frankfurt", x: 4000, y: 600, width: 8000, height: 1200, look: "lane" };
  expect(painted([lane, ...boxes], [], 0.05).words).toEqual(["Frankfurt"]);
  expect(painted([lane], [], 1).words).toEqual(["Frankfurt"]);
});
