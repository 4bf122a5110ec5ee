import { describe, expect, it } from "vitest";
import { centredOn, fitted, opened } from "../../../renderer/ui/graphFit.ts";

const box = { width: 416, height: 216 };

it("shows all nodes in the middle, with a free edge", () => {
  const nodes = [
    { x: 0, y: 0, width: 100, height: 20 },
    { x: 700, y: 100, width: 100, height: 20 },
  ];
  const { zoom, pan } = fitted(nodes, box, 1);
  expect(zoom).toBe(0.5);
  expect(pan).toEqual({ x: 208 - 350 * 0.5, y: 108 - 50 * 0.5 });
});

it("is not larger than it may be", () => {
  expect(fitted([{ x: 10, y: 10, width: 20, height: 20 }], box, 1.1)).toEqual({
    zoom: 1.1,
    pan: { x: 208 - 11, y: 108 - 11 },
  });
});

it("has a place in the middle", () => {
  expect(centredOn({ x: 50, y: 60 }, 2, box)).toEqual({ zoom: 2, pan: { x: 208 - 100, y: 108 - 120 } });
});

describe("a map that opens", () => {
  const nodeAt = (x: number, y: number, role: "hit" | "plain" = "plain") => ({ x, y, width: 100, height: 20, role });

  it("shows all of it where its names can be read then", () => {
    const nodes = [nodeAt(0, 0), nodeAt(400, 100)];
    expect(opened(nodes, box, 1)).toEqual(fitted(nodes, box, 1));
  });

  it("shows what is lit where it is too large, and nothing beyond its edge", () => {
    const middle = opened([nodeAt(0, 0), nodeAt(2_000, 1_000, "hit"), nodeAt(4_000, 2_000)], box, 1);
    expect(middle).toEqual({ zoom: 0.6, pan: { x: 208 - 1_200, y: 108 - 600 } });
    const corner = opened([nodeAt(0, 0, "hit"), nodeAt(4_000, 2_000)], box, 1);
    expect(corner.zoom).toBe(0.6);
    expect(corner.pan.x).toBeCloseTo(8 + 30);
    expect(corner.pan.y).toBeCloseTo(8 + 6);
  });
});
