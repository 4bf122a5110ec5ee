import { expect, it } from "vitest";
import { fitted } from "../../../renderer/ui/graphFit.ts";

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
