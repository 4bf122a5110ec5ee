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
import { aLog, type Happening, withTicks } from "../../builders/log.ts";
import { aRule, aRuleBody, drawnRules, rulesIn } from "../../builders/rule.ts";
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

it("proposes the same with rules that come, change and go, whatever the batches and restarts", () => {
  const batches = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
  const effects = { suppress: 0, release: 0, grouped: 0, parted: 0 };
  fc.assert(
    fc.property(faultyEstates, disturbances, drawnRules, batches, (estate, disturbed, drawn, sizes) => {
      const happenings = [...inOrder(storyOf(estate)), ...disturb(disturbed, estate.edges.length)];
      const begins = happenings.find(({ body }) => body.kind === "alert")?.receivedAt ?? 0;
      const log = aLog(withTicks([...rulesIn(drawn, begins), ...happenings], HOUR));
      const whole = analyse(log).proposals;
      effects.suppress += proposalsOf(whole, "suppress").length;
      effects.release += proposalsOf(whole, "release").length;
      for (const { reasons } of proposalsOf(whole, "join"))
        if (reasons.some(({ code }) => code === "why.rule")) effects.grouped += 1;
      for (const { grouping } of proposalsOf(whole, "assess"))
        if (grouping.some(({ code }) => code === "grouping.keptApart")) effects.parted += 1;
      expect(analyse(log, sizes).proposals).toEqual(whole);
      expect(analyse(log, sizes, () => true).proposals).toEqual(whole);
    }),
    { numRuns: 25, seed: 5 },
  );
  expect(Object.entries(effects).filter(([, times]) => times === 0)).toEqual([]);
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

it("gives the same incidents when arrivals are disordered within ten seconds while rules group and suppress", () => {
  const delays = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 40 });
  const rules = [
    { effect: "group", when: "a.name == b.name", id: "g1", withinMinutes: 1 },
    { effect: "group", when: 'a.severity == "critical" && b.severity == "major"', id: "g2" },
    { effect: "suppress", when: 'alert.severity == "minor"', id: "s1" },
  ] as const;
  const begun: Happening[] = rules.map((rule) => ({ receivedAt: 0, body: aRuleBody(aRule(rule)) }));
  fc.assert(
    fc.property(faultyEstates, delays, (estate, some) => {
      const happenings = storyOf(estate);
      const one = outcomeOf(analyse(aLog(withTicks([...begun, ...inOrder(happenings)], HOUR))).proposals);
      const other = outcomeOf(analyse(aLog(withTicks([...begun, ...delayed(happenings, some)], HOUR))).proposals);
      expect(other).toEqual(one);
    }),
    { numRuns: 60 },
  );
});

it("keeps nothing but the topology when all has been resolved for long", () => {
  fc.assert(
    fc.property(faultyEstates, (estate) => {
      const log = aLog(withTicks(inOrder(storyOf(estate)), 4 * HOUR));
      const { saved } = analyse(log);
      for (const kind of ["alert/", "group/", "spot/", "label/", "change/", "point/", "ruled/", "suppressed/"])
        expect(saved.keys(kind)).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
