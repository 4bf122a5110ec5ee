import { afterEach, beforeEach, expect, it } from "vitest";
import { judge } from "../../../electron/engine/store/finding-verdict.ts";
import { putFinding, saveObservations } from "../../../electron/engine/store/observations.ts";
import { retentionSlice } from "../../../electron/engine/store/retention.ts";
import { putSeries } from "../../../electron/engine/store/series.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { FindingId } from "../../../shared/domain/finding.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import type { SeriesLimit } from "../../../shared/domain/seriesLimit.ts";
import { aFinding, BEGIN } from "../../builders/findings.ts";
import { StoreFile } from "../../builders/store.ts";

const DAY = 86_400_000;
const KEEP = { days: 30, maximumBytes: Infinity };

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const id = (number: number): FindingId => `FND-${String(number).padStart(12, "0")}` as FindingId;
const count = (table: string): number => store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
const kept = (): unknown[] => store.db.prepare("SELECT id FROM finding ORDER BY id").pluck().all();

function retain(now: number): void {
  for (let slices = 0; slices < 100; slices++) if (retentionSlice(store.db, KEEP, now).done) return;
  throw new Error("retention never comes to an end");
}

function series(lastAt: number, limit: SeriesLimit | null = null): void {
  const named = {
    id: "m1",
    sourceId: "prom",
    entityId: "e" as EntityId,
    name: "latency",
    unit: "ms",
    labels: {},
    limit,
  };
  putSeries(store.db, { scope: DEFAULT_SCOPE, ...named, lastAt });
}

it("removes findings that ended before the limit, to the millisecond, and none that lasts", () => {
  putFinding(store.db, aFinding({ id: id(1), endedAt: BEGIN + 99 }), 1);
  putFinding(store.db, aFinding({ id: id(2), endedAt: BEGIN + 100 }), 2);
  putFinding(store.db, aFinding({ id: id(3) }), 3);
  retain(BEGIN + 100 + 30 * DAY);
  expect(kept()).toEqual([id(2), id(3)]);
});

it("keeps one that was called none as long as its metric, so that it can be taken back", () => {
  series(BEGIN + 60 * DAY);
  putFinding(store.db, aFinding({ id: id(1), endedAt: BEGIN }), 1);
  judge(store.db, id(1), { by: "ada", at: BEGIN });
  retain(BEGIN + 62 * DAY);
  expect(kept()).toEqual([id(1)]);
  retain(BEGIN + 64 * DAY);
  expect(kept()).toEqual([]);
});

it("removes a metric that was not told of for three days with its points, and patterns that no longer come", () => {
  series(BEGIN);
  const point = { scope: DEFAULT_SCOPE, seriesId: "m1", value: 1, expected: null, low: null, high: null, score: 0 };
  const points = Array.from({ length: 2_500 }, (_, minute) => ({ ...point, at: BEGIN + minute * 60_000 }));
  const times = { firstAt: BEGIN, lastAt: BEGIN, lastMinuteAt: BEGIN };
  const pattern = {
    id: "p1",
    scope: DEFAULT_SCOPE,
    template: "GET <*>",
    count: 1,
    ...times,
    minutes: [],
    examples: [],
  };
  saveObservations(store.db, { points, patterns: [pattern], gone: [], checkpoints: [] });
  retain(BEGIN + 3 * DAY);
  expect([count("metric_series"), count("metric_point"), count("log_pattern")]).toEqual([1, 2_500, 1]);
  retain(BEGIN + 3 * DAY + 1);
  expect([count("metric_series"), count("metric_point"), count("log_pattern")]).toEqual([0, 0, 1]);
  retain(BEGIN + 30 * DAY + 1);
  expect(count("log_pattern")).toBe(0);
});

it("keeps a metric with a limit until that was taken away", () => {
  series(BEGIN, { bound: "upper", value: 90 });
  retain(BEGIN + 100 * DAY);
  expect(count("metric_series")).toBe(1);
  series(BEGIN);
  retain(BEGIN + 100 * DAY);
  expect(count("metric_series")).toBe(0);
});
