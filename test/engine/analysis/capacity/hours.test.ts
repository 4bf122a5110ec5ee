import { expect, it } from "vitest";
import { daysOf, HOUR_MS, Hours } from "../../../../electron/engine/analysis/capacity/hours.ts";

const BEGIN = 1_000 * HOUR_MS;
const hoursOf = (bound: "upper" | "lower", values: readonly [hour: number, value: number][]): Hours => {
  const hours = new Hours(bound);
  for (const [hour, value] of values) hours.note(BEGIN + hour * HOUR_MS, value);
  return hours;
};
const known = (hours: Hours, now = Infinity): number[] => [...(hours.until(now)?.values ?? [])];

it("keep of each hour the value nearest to the limit", () => {
  const values: [number, number][] = [[0, 5], [0.5, 9], [0.9, 7], [1, 3], [1.5, 1]]; // prettier-ignore
  expect(known(hoursOf("upper", values))).toEqual([9, 3]);
  expect(known(hoursOf("lower", values))).toEqual([5, 1]);
});

it("are over when their last millisecond is, and end with the last that has a value", () => {
  const hours = hoursOf("upper", [[0, 1], [1, 2], [4.5, 3]]); // prettier-ignore
  expect(known(hours, BEGIN + 2 * HOUR_MS - 1)).toEqual([1]);
  expect(known(hours, BEGIN + 4.9 * HOUR_MS)).toEqual([1, 2]);
  expect(hours.until(BEGIN + 4.9 * HOUR_MS)!.end).toBe(BEGIN + 2 * HOUR_MS);
  expect(known(hours, BEGIN + 5 * HOUR_MS)).toEqual([1, 2, Number.NaN, Number.NaN, 3]);
  expect(hours.until(BEGIN)).toBeUndefined();
});

it("take what comes late, and forget what is older than eight weeks and a bit", () => {
  const hours = hoursOf("upper", [[3, 3], [0, 1], [1, 2]]); // prettier-ignore
  expect(known(hours)).toEqual([1, 2, Number.NaN, 3]);
  hours.note(BEGIN + 1_401 * HOUR_MS, 9);
  expect(hours.all()!.values).toHaveLength(1_400);
  hours.note(BEGIN, 100);
  expect(hours.all()!.values[0]).toBeNaN();
  hours.note(BEGIN + 9_000 * HOUR_MS, 4);
  expect(known(hours)).toEqual([4]);
});

it("come back to the bit", () => {
  const hours = hoursOf("lower", [[0, 0.1], [2, 1e9 / 3], [5, -7]]); // prettier-ignore
  expect(Hours.restore(hours.encode()).all()).toEqual(hours.all());
  const young = new Hours("upper");
  expect(Hours.restore(young.encode()).all()).toBeUndefined();
});

it("are joined to days back from where they end", () => {
  const hours = hoursOf(
    "upper",
    Array.from({ length: 50 }, (_, hour) => [hour, hour]),
  );
  const days = daysOf(hours.all()!, "upper");
  expect([...days.values]).toEqual([25, 49]);
  expect(days.end).toBe(BEGIN + 50 * HOUR_MS);
  expect([...daysOf(hours.all()!, "lower").values]).toEqual([2, 26]);
});
