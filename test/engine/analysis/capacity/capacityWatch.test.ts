import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EntityId } from "../../../../shared/domain/entity.ts";
import { DEFAULT_SCOPE } from "../../../../shared/domain/scope.ts";
import type { SeriesLimit } from "../../../../shared/domain/seriesLimit.ts";
import { CapacityLog, DAY, filling, HOUR, NINETY, tellCapacity } from "../../../builders/capacity.ts";
import { CapacityWatch } from "../../../../electron/engine/analysis/capacity/capacityWatch.ts";
import { pack, unpack } from "../../../../electron/engine/analysis/findings/packed.ts";
import { BEGIN, scatterAt } from "../../../builders/findings.ts";

const MINUTE = 60_000;
const scatter = (hour: number): number => 2 * scatterAt(hour) - 1;
/** Nine hours from its limit at the begin. */
const leaking = filling(85.5, 0.5, scatter);
/** Twenty hours from it. */
const slow = filling(86, 0.2, (hour) => 0.3 * scatter(hour));
const steady = filling(60, 0, scatter);

const watched = (value: (at: number) => number, days: number, limit: SeriesLimit = NINETY): CapacityLog =>
  new CapacityLog().limit(BEGIN, limit).past(BEGIN, days * 24, (hour) => value(BEGIN + hour * HOUR));

describe("a series with a limit", () => {
  it("that fills slowly is told to run out, with when, how sure and between when", () => {
    const { findings, forecasts } = tellCapacity(watched(leaking, 14).live(BEGIN, BEGIN + 2 * MINUTE, [leaking]));
    expect(forecasts).toHaveLength(1);
    const [made] = forecasts;
    expect(made).toMatchObject({
      knowledge: "enough",
      stepMs: HOUR,
      horizonMs: 7 * DAY,
      historyMs: 14 * DAY,
      reachedAt: null,
    });
    expect(made!.likelyAt).toBeGreaterThan(BEGIN + 7 * HOUR);
    expect(made!.likelyAt).toBeLessThan(BEGIN + 12 * HOUR);
    expect(made!.earlyAt).toBeLessThan(made!.likelyAt!);
    expect(made!.lateAt).toBeGreaterThan(made!.likelyAt!);
    expect(made!.probability).toBeGreaterThan(0.9);
    expect(made!.trend).toBeGreaterThan(10);
    expect(made!.trend).toBeLessThan(14);
    expect(made!.course.point).toHaveLength(168);
    expect(made!.course.high.every((high, step) => high >= made!.course.low[step]!)).toBe(true);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ kind: "forecast", what: "runs-out", subject: "m0", endedAt: null });
    expect(findings[0]!.crossing).toMatchObject({ limit: NINETY, likelyAt: made!.likelyAt, knowledge: "enough" });
  });

  it("that has begun to leak half a day ago, after weeks without, is told of in time", () => {
    const begun = (at: number): number => steady(at) + Math.max(0, (at - BEGIN) / HOUR + 12);
    const { findings, forecasts } = tellCapacity(watched(begun, 14).live(BEGIN, BEGIN + 2 * MINUTE, [begun]));
    expect(forecasts[0]).toMatchObject({ knowledge: "little", horizonMs: DAY });
    expect(forecasts[0]!.likelyAt).toBeGreaterThan(BEGIN + 5 * HOUR);
    expect(forecasts[0]!.likelyAt).toBeLessThan(BEGIN + 20 * HOUR);
    expect(findings).toHaveLength(1);
  });

  it("that stays where it is, or only swings with the day, is forecast and not told of", () => {
    const swinging = (at: number): number =>
      70 + 15 * Math.sin((at / DAY) * 2 * Math.PI) + scatter(Math.floor(at / HOUR));
    for (const value of [steady, swinging]) {
      const { findings, forecasts } = tellCapacity(watched(value, 14).live(BEGIN, BEGIN + 2 * MINUTE, [value]));
      expect(forecasts[0]!.probability).toBeLessThan(0.5);
      expect(findings).toEqual([]);
    }
  });

  it("is told of as unknown on the first day and as little on the second", () => {
    const after = (hours: number) =>
      tellCapacity(
        new CapacityLog()
          .limit(BEGIN, NINETY)
          .past(BEGIN, hours, (hour) => leaking(BEGIN + hour * HOUR))
          .live(BEGIN, BEGIN + 2 * MINUTE, [leaking]),
      );
    const young = after(20);
    expect(young.forecasts[0]).toMatchObject({ knowledge: "unknown", probability: null, likelyAt: null, trend: null });
    expect(young.findings).toEqual([]);
    expect(after(36).forecasts[0]!.knowledge).toBe("little");
    expect(after(48).forecasts[0]!.knowledge).toBe("enough");
  });

  it("is never looked at farther ahead than it has been seen, nor beyond a week by the hour", () => {
    const horizons = [1, 3, 30].map((days) => {
      const { forecasts } = tellCapacity(watched(steady, days).live(BEGIN, BEGIN + 2 * MINUTE, [steady]));
      return forecasts[0]!.horizonMs / DAY;
    });
    expect(horizons).toEqual([1, 3, 7]);
  });

  it("that runs out in weeks is forecast by the day, and not told of yet", () => {
    const creeping = filling(80, 0.02, (hour) => 0.2 * scatter(hour));
    const { findings, forecasts } = tellCapacity(watched(creeping, 40).live(BEGIN, BEGIN + 2 * MINUTE, [creeping]));
    expect(forecasts[0]!.stepMs).toBe(DAY);
    expect(forecasts[0]!.likelyAt).toBeGreaterThan(BEGIN + 15 * DAY);
    expect(forecasts[0]!.likelyAt).toBeLessThan(BEGIN + 26 * DAY);
    expect(findings).toEqual([]);
  });

  it("over a lower limit of nothing, as the time until a certificate expires, ends there", () => {
    const left = (at: number): number => (BEGIN + 100 * HOUR - at) / 1000;
    const expiry: SeriesLimit = { bound: "lower", value: 0 };
    const { findings } = tellCapacity(watched(left, 10, expiry).live(BEGIN, BEGIN + 2 * MINUTE, [left]));
    expect(findings[0]!.crossing!.probability).toBe(1);
    expect(Math.abs(findings[0]!.crossing!.likelyAt! - (BEGIN + 100 * HOUR))).toBeLessThan(3 * HOUR);
  });
});

describe("what is told", () => {
  it("ends when the series does not run out any more, soon after it was cleared", () => {
    const cleared = (at: number): number => (at < BEGIN + HOUR ? slow(at) : 40 + scatter(Math.floor(at / HOUR)));
    const log = watched(cleared, 14).live(BEGIN, BEGIN + 6 * HOUR, [cleared], 2 * MINUTE);
    const { findings } = tellCapacity(log);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(1);
    expect(findings.at(-1)!.endedAt).not.toBeNull();
    const again = tellCapacity(log).forecasts.find(({ madeAt }) => madeAt > BEGIN + HOUR)!;
    expect(again.madeAt).toBeLessThan(BEGIN + HOUR + 6 * MINUTE);
  });

  it("goes on when the limit is reached, with since when, and ends when it is left behind", () => {
    const full = (at: number): number => (at >= BEGIN + HOUR && at < BEGIN + 3 * HOUR ? 95 : steady(at));
    const { findings } = tellCapacity(watched(full, 14).live(BEGIN, BEGIN + 6 * HOUR, [full], 5 * MINUTE));
    const reached = findings.find(({ crossing }) => crossing!.reachedAt !== null)!;
    expect(reached.crossing!.reachedAt).toBe(BEGIN + HOUR);
    expect(findings.at(-1)!.endedAt).not.toBeNull();
  });

  it("says since when the limit is reached, though values scatter about it", () => {
    const scattering = (at: number): number => (at < BEGIN + HOUR ? steady(at) : 91 - 2 * ((at / MINUTE) % 2));
    const { forecasts } = tellCapacity(watched(scattering, 14).live(BEGIN, BEGIN + 3 * HOUR, [scattering]));
    const since = new Set(forecasts.filter(({ madeAt }) => madeAt > BEGIN + 65 * MINUTE).map((made) => made.reachedAt));
    expect([...since]).toEqual([BEGIN + HOUR]);
  });

  it("is nothing more after an operator has said that it is no problem, and comes again when that is taken back", () => {
    const log = watched(slow, 14).live(BEGIN, BEGIN + HOUR, [slow]);
    const [first] = tellCapacity(log).findings;
    const pausing = (at: number): number => (at < BEGIN + 2 * HOUR ? 10 : slow(at));
    log.verdict(BEGIN + HOUR, first!).live(BEGIN + HOUR, BEGIN + 3 * HOUR, [pausing], 5 * MINUTE);
    const told = tellCapacity(log).findings;
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    expect(told.at(-1)!.endedAt).not.toBeNull();
    log.verdict(BEGIN + 3 * HOUR, first!, true).live(BEGIN + 3 * HOUR, BEGIN + 4 * HOUR, [slow]);
    const after = tellCapacity(log).findings;
    expect(new Set(after.map(({ id }) => id)).size).toBe(2);
    expect(after.at(-1)!.endedAt).toBeNull();
  });

  it("says since when the limit is reached also where values come every ten minutes", () => {
    const every = 10 * MINUTE;
    const scattering = (at: number): number => (at < BEGIN + HOUR ? steady(at) : 91 - 2 * ((at / every) % 2));
    const leaving = (at: number): number => (at < BEGIN + 4 * HOUR ? scattering(at) : steady(at));
    const { forecasts } = tellCapacity(watched(leaving, 14).live(BEGIN, BEGIN + 6 * HOUR, [leaving], every));
    const between = forecasts.filter(({ madeAt }) => madeAt > BEGIN + 75 * MINUTE && madeAt < BEGIN + 4 * HOUR);
    expect(new Set(between.map((made) => made.reachedAt))).toEqual(new Set([BEGIN + HOUR]));
    expect(forecasts.at(-1)!.reachedAt).toBeNull();
  });

  it("ends with the limit, and when the series has not come for two days", () => {
    const log = watched(leaking, 14).live(BEGIN, BEGIN + HOUR, [leaking]);
    const without = tellCapacity({ entries: [...log.limit(BEGIN + HOUR, null).entries] });
    expect(without.findings.at(-1)!.endedAt).not.toBeNull();
    expect(without.gone).toEqual(["m0"]);
    const silent = watched(leaking, 14).live(BEGIN, BEGIN + HOUR, [leaking]);
    silent.live(BEGIN + HOUR, BEGIN + 50 * HOUR, [() => null], 10 * MINUTE);
    const told = tellCapacity(silent);
    expect(told.findings.at(-1)!.endedAt).not.toBeNull();
    expect(told.gone).toEqual(["m0"]);
  });
});

describe("a series that comes again after days", () => {
  /** Seen for two weeks and ten minutes, then silent for so many days, then again for two hours. */
  const away = (days: number) => {
    const log = watched(slow, 14).live(BEGIN, BEGIN + 10 * MINUTE, [slow]);
    log.live(BEGIN + 10 * MINUTE, BEGIN + days * DAY, [() => null], 30 * MINUTE);
    const back = log.entries.length;
    return { log: log.live(BEGIN + days * DAY, BEGIN + days * DAY + 2 * HOUR, [slow]), back };
  };

  it("is forecast again from what was known of it, whether or not the engine was started anew meanwhile", () => {
    for (const days of [1.5, 2.5, 12]) {
      const { log, back } = away(days);
      const whole = tellCapacity(log);
      const after = whole.forecasts.filter(({ madeAt }) => madeAt >= BEGIN + days * DAY);
      expect(after.length).toBeGreaterThan(2);
      expect(after[0]!.historyMs).toBeGreaterThan(14 * DAY);
      expect(whole.gone).toEqual(days > 2 ? ["m0"] : []);
      expect(tellCapacity(log, [back, 1_000], (batch) => batch === 0).all).toEqual(whole.all);
    }
  });

  it("begins anew when its limit was taken away meanwhile", () => {
    const { log } = away(2.5);
    const at = BEGIN + 3 * DAY;
    const told = tellCapacity(
      log
        .limit(at, null)
        .limit(at + HOUR, NINETY)
        .live(at + HOUR, at + 2 * HOUR, [slow]),
    );
    const after = told.forecasts.filter(({ madeAt }) => madeAt > at);
    expect(after[0]).toMatchObject({ knowledge: "unknown", historyMs: HOUR });
  });

  it("leaves no row of its limit and no checkpoint when that was taken away", () => {
    const log = new CapacityLog();
    for (let pod = 0; pod < 20; pod++) {
      const at = BEGIN + pod * HOUR;
      log
        .limit(at, NINETY, `pod${pod}`)
        .past(at, 48, () => 50, `pod${pod}`)
        .live(at, at + 3 * MINUTE, []);
      log.add(at + 4 * MINUTE, { kind: "tick" }).limit(at + 30 * MINUTE, null, `pod${pod}`);
    }
    const { rows, checkpoints } = tellCapacity(log, [7], (batch) => batch % 3 === 0);
    expect([rows.filter((key) => key.startsWith("findings/limit/")), checkpoints]).toEqual([[], []]);
  });
});

describe("forecasts", () => {
  it("are made at most every half hour of a series that does as forecast, and never without a newer value", () => {
    const log = watched(steady, 14).live(BEGIN, BEGIN + 5 * HOUR, [steady]);
    log.live(BEGIN + 5 * HOUR, BEGIN + 10 * HOUR, [() => null]);
    const times = tellCapacity(log).forecasts.map(({ madeAt }) => madeAt);
    expect(times.length).toBeGreaterThanOrEqual(10);
    expect(times.length).toBeLessThanOrEqual(12);
    expect(times.at(-1)! - BEGIN).toBeLessThan(6 * HOUR);
  });

  it("of many series are spread over time", () => {
    const many = Array.from({ length: 60 }, (_, index) => `m${index}`);
    const log = new CapacityLog();
    for (const id of many) log.limit(BEGIN, NINETY, id).past(BEGIN, 72, (hour) => steady(BEGIN + hour * HOUR), id);
    log.live(
      BEGIN,
      BEGIN + 2 * MINUTE,
      many.map(() => steady),
      1_000,
    );
    const perTick = new Map<number, number>();
    for (const { madeAt } of tellCapacity(log).forecasts) perTick.set(madeAt, (perTick.get(madeAt) ?? 0) + 1);
    expect([...perTick.values()].reduce((sum, count) => sum + count, 0)).toBe(60);
    expect(Math.max(...perTick.values())).toBeLessThan(10);
  });

  it("do not depend on batches, nor on restarts at any of them", () => {
    const cleared = (at: number): number => (at < BEGIN + 2 * HOUR ? leaking(at) : 40 + scatter(Math.floor(at / HOUR)));
    const log = new CapacityLog();
    const three = [leaking, cleared, steady];
    for (const [index, value] of three.entries())
      log.limit(BEGIN, NINETY, `m${index}`).past(BEGIN, 60, (hour) => value(BEGIN + hour * HOUR), `m${index}`);
    log.live(BEGIN, BEGIN + 3 * HOUR, three, 4 * MINUTE).limit(BEGIN + 3 * HOUR, { bound: "upper", value: 99 });
    log.live(BEGIN + 3 * HOUR, BEGIN + 5 * HOUR, three, 4 * MINUTE).limit(BEGIN + 5 * HOUR, null, "m2");
    log.live(BEGIN + 5 * HOUR, BEGIN + 6 * HOUR, three, 4 * MINUTE);
    log.live(BEGIN + 6 * HOUR, BEGIN + 60 * HOUR, [() => null, steady], 2 * HOUR);
    log.live(BEGIN + 60 * HOUR, BEGIN + 61 * HOUR, three, 4 * MINUTE);
    const whole = tellCapacity(log).all;
    expect(whole.length).toBeGreaterThan(20);
    const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 4 }), (batches, every) => {
        expect(tellCapacity(log, batches, (batch) => batch % every === 0).all).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });
});

it("takes no checkpoint of the version before, which did not say when the limit was last seen reached", () => {
  const watch = new CapacityWatch();
  const about = { id: "m0", scope: DEFAULT_SCOPE, entityId: "e-disk" as EntityId };
  watch.begin({ ...about, limit: NINETY, receivedAt: BEGIN });
  const written = watch.encode("m0")!;
  expect(new CapacityWatch().restore(written)).toBe(true);
  const { header, body } = unpack(written);
  const older = new CapacityWatch();
  expect(older.restore(pack({ ...(header as object), version: 1 }, body))).toBe(false);
  expect(older.has("m0")).toBe(false);
});
