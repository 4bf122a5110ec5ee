import { expect, it } from "vitest";
import { SeriesIndex } from "../../../electron/engine/ingest/series-index.ts";
import type { WatchedSeries } from "../../../electron/engine/store/series.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 10, 22, 12);

const aSeries = (id: string, lastAt: number): WatchedSeries => ({
  ...{ scope: DEFAULT_SCOPE, id, sourceId: "metrics", entityId: "e-checkout" as EntityId },
  ...{ name: id, unit: "", labels: {}, limit: null, lastAt },
});

it("a full index makes room by what nobody has told of for three days, and by nothing younger", () => {
  const index = new SeriesIndex([aSeries("old", NOON - 3 * DAY), aSeries("young", NOON - 3 * DAY + 120_000)], 2);
  index.advance("old", NOON - 3 * DAY);
  expect(index.put(aSeries("new", NOON))).toBe(true);
  expect([index.get("old"), index.get("young")?.id, index.get("new")?.id]).toEqual([undefined, "young", "new"]);
  expect(index.put(aSeries("another", NOON + 60_000))).toBe(false);
  expect(index.put(aSeries("new", NOON + 60_000))).toBe(true);
  expect(index.put(aSeries("another", NOON + 120_000))).toBe(true);
  expect(index.get("young")).toBeUndefined();
  expect(index.advance("old", NOON - 4 * DAY)).toBe(true);
});

it("a series with a limit makes room only by its limit being taken away: after fifteen days, after three in a full index", () => {
  const limited = (id: string, lastAt: number): WatchedSeries => ({
    ...aSeries(id, lastAt),
    limit: { bound: "upper", value: 90 },
  });
  const known = [
    limited("a", NOON - 15 * DAY),
    limited("b", NOON - 3 * DAY),
    limited("c", NOON),
    aSeries("d", NOON - 20 * DAY),
  ];
  const roomy = new SeriesIndex(known);
  expect(roomy.takeSilentLimited(NOON).map(({ id }) => id)).toEqual(["a"]);
  const full = new SeriesIndex(known.slice(0, 3), 3);
  expect(full.put(aSeries("new", NOON))).toBe(false);
  expect(full.takeSilentLimited(NOON).map(({ id }) => id)).toEqual(["a", "b"]);
  expect(full.put(aSeries("new", NOON))).toBe(true);
  const many = new SeriesIndex(Array.from({ length: 60 }, (_, index) => limited(`m${index}`, NOON - 15 * DAY)));
  expect([many, many, many].map((index) => index.takeSilentLimited(NOON).length)).toEqual([50, 10, 0]);
});
