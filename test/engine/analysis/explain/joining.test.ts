import { describe, expect, it } from "vitest";
import { joined } from "../../../../electron/engine/analysis/explain/joining.ts";

/** What sets of numbers are worth when each tens' place is a fault, which costs 3: the most numbers of one of them. */
const worth = (entries: readonly number[]): number => {
  const sizes = Map.groupBy(entries, (entry) => Math.floor(entry / 10));
  return Math.max(...[...sizes.values()].map((each) => 2 * each.length - 3));
};

describe("joining sets", () => {
  it("makes one of those that one fault explains, and leaves others apart", () => {
    expect(joined([[11, 12], [21, 22, 23], [13]], worth)).toEqual([
      [11, 12, 13],
      [21, 22, 23],
    ]);
  });

  it("joins also when nothing is lost and nothing gained", () => {
    expect(joined([[1], [2]], () => 0)).toEqual([[1, 2]]);
    expect(joined([[1], [2]], (entries) => (entries.length === 1 ? 1 : 1.999))).toEqual([[1], [2]]);
  });
});
