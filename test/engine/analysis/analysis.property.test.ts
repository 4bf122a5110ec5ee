import fc from "fast-check";
import { expect, it } from "vitest";
import type { LogEntry } from "../../../shared/domain/log.ts";
import { analyse, outcomeOf, proposalsOf } from "../../builders/analysis.ts";
import {
  delayed,
  disturb,
  type Disturbance,
  disturbances,
  type FaultyEstate,
  faultyEstates,
  storyOf,
  inOrder,
} from "../../builders/faults.ts";
import { aLog, withTicks } from "../../builders/log.ts";
import { drawnVerdicts, verdictsOn } from "../../builders/verdict.ts";

const HOUR = 3_600_000;

/** An estate's log with everything that may happen in it. */
const logOf = (estate: FaultyEstate, disturbed: readonly Disturbance[]): LogEntry[] =>
  aLog(withTicks([...inOrder(storyOf(estate)), ...disturb(disturbed, estate.edges.length)], HOUR));

it("proposes the same whatever the batches and restarts", () => {
  const batches = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      faultyEstates,
      disturbances,
      batches,
      fc.integer({ min: 1, max: 4 }),
      (estate, disturbed, sizes, every) => {
        const log = logOf(estate, disturbed);
        const whole = analyse(log).proposals;
        expect(analyse(log, sizes).proposals).toEqual(whole);
        expect(analyse(log, sizes, (batch) => batch % every === 0).proposals).toEqual(whole);
      },
    ),
    { numRuns: 60 },
  );
});

it("goes on identically from the rows after any single entry", () => {
  fc.assert(
    fc.property(faultyEstates, disturbances, (estate, disturbed) => {
      const log = logOf(estate, disturbed);
      expect(analyse(log, [1], () => true).proposals).toEqual(analyse(log).proposals);
    }),
    { numRuns: 12 },
  );
});

it("proposes the same with verdicts given and taken back, whatever the batches and restarts", () => {
  const batches = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
  let parted = 0;
  fc.assert(
    fc.property(faultyEstates, disturbances, drawnVerdicts, batches, (estate, disturbed, drawn, sizes) => {
      const happenings = [...inOrder(storyOf(estate)), ...disturb(disturbed, estate.edges.length)];
      const verdicts = verdictsOn(aLog(withTicks(happenings, HOUR)), drawn);
      const log = aLog(withTicks([...happenings, ...verdicts], HOUR));
      const whole = analyse(log).proposals;
      parted += proposalsOf(whole, "restore").length;
      expect(analyse(log, sizes).proposals).toEqual(whole);
      expect(analyse(log, sizes, () => true).proposals).toEqual(whole);
    }),
    { numRuns: 60, seed: 11 },
  );
  expect(parted).toBeGreaterThan(0);
});

it("goes on identically after any single entry while verdicts stand", () => {
  fc.assert(
    fc.property(faultyEstates, drawnVerdicts, (estate, drawn) => {
      const happenings = inOrder(storyOf(estate));
      const verdicts = verdictsOn(aLog(withTicks(happenings, HOUR)), drawn);
      const log = aLog(withTicks([...happenings, ...verdicts], HOUR));
      expect(analyse(log, [1], () => true).proposals).toEqual(analyse(log).proposals);
    }),
    { numRuns: 12 },
  );
});

it("gives the same incidents, ids and first causes when arrivals are disordered within ten seconds", () => {
  const delays = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(faultyEstates, delays, (estate, some) => {
      const happenings = storyOf(estate);
      const one = outcomeOf(analyse(aLog(withTicks(inOrder(happenings), HOUR))).proposals);
      const other = outcomeOf(analyse(aLog(withTicks(delayed(happenings, some), HOUR))).proposals);
      expect(other).toEqual(one);
    }),
    { numRuns: 200 },
  );
});

it("keeps nothing but the topology when all has been resolved for long", () => {
  fc.assert(
    fc.property(faultyEstates, (estate) => {
      const log = aLog(withTicks(inOrder(storyOf(estate)), 4 * HOUR));
      const { saved } = analyse(log);
      for (const kind of ["alert/", "group/", "spot/", "label/", "change/"]) expect(saved.keys(kind)).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
