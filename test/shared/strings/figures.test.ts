import { expect, it } from "vitest";
import { formatClock, formatNumber } from "../../../shared/strings/figures.ts";

it("writes every number as the number format of the language does", () => {
  const inFull = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });
  const small = [0, 1, -1, 7.5, 0.005, 0.125, -0.001, 0.999, 999, -999, 999.999];
  const large = [
    1000,
    -1000,
    1234.567,
    -12_345.6,
    50_000,
    999_999.999,
    1e9,
    1e15,
    -1e15,
    1e21,
    Infinity,
    -Infinity,
    NaN,
  ];
  for (const number of [...small, ...large]) expect(formatNumber(number)).toBe(inFull.format(number));
});

it("writes the time of day as the date format of the language does, at midnight and over a change of the clocks too", () => {
  const spring = Date.UTC(2026, 2, 28);
  for (const timeZone of [undefined, "UTC", "Europe/Berlin", "Asia/Kathmandu"])
    for (let at = spring; at < spring + 2 * 86_400_000; at += 1_234_567)
      expect(formatClock(at, timeZone)).toBe(new Date(at).toLocaleTimeString("en-GB", { timeZone, hour12: false }));
  expect(formatClock(Date.UTC(2026, 0, 1), "UTC")).toBe("00:00:00");
});
