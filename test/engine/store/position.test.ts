import { expect, it } from "vitest";
import { decodePosition, encodePosition } from "../../../electron/engine/store/position.ts";
import { START } from "../../../shared/domain/position.ts";

const LARGEST = { partition: 2 ** 21 - 1, position: 2 ** 32 - 1 };

it("gives a position back as it was, from the first to the last", () => {
  for (const position of [START, { partition: 0, position: 1 }, { partition: 7, position: 7_000_001 }, LARGEST]) {
    expect(decodePosition(encodePosition(position))).toEqual(position);
  }
  expect(encodePosition(START)).toBe(0);
  expect(encodePosition(LARGEST)).toBe(Number.MAX_SAFE_INTEGER);
});

it("sorts like the position", () => {
  expect(encodePosition({ partition: 1, position: 5 })).toBeGreaterThan(encodePosition({ partition: 0, position: 9 }));
  expect(encodePosition({ partition: 1, position: 6 })).toBeGreaterThan(encodePosition({ partition: 1, position: 5 }));
});

it("refuses what would not come back the same, and names it", () => {
  for (const [partition, position] of [
    [2 ** 21, 0],
    [0, 2 ** 32],
    [-1, 0],
    [0, -1],
    [0.5, 0],
    [0, Number.NaN],
  ] as const) {
    expect(() => encodePosition({ partition, position })).toThrow(`partition ${partition}, position ${position}`);
  }
  for (const encoded of [-1, 0.5, 2 ** 53]) expect(() => decodePosition(encoded)).toThrow(String(encoded));
});
