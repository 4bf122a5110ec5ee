import fc from "fast-check";
import { expect, it } from "vitest";
import { REFIRE_MS } from "../../../electron/engine/analysis/limits.ts";
import { Ticks } from "../../../electron/engine/ingest/tick.ts";
import { analyse, outcomeOf, proposalsOf } from "../../builders/analysis.ts";
import { disturb, disturbances, faultyEstates, inOrder, storyOf } from "../../builders/faults.ts";
import { aLog, type Happening, T0, withTicks } from "../../builders/log.ts";

const LOOK_MS = 500;
const HOUR = 3_600_000;

/** The happenings with the ticks that are logged between them, until an hour after the last. */
function withLoggedTicks(happenings: readonly Happening[]): Happening[] {
  const ticks = new Ticks();
  const logged: Happening[] = [];
  const waiting = happenings.toSorted((one, other) => one.receivedAt - other.receivedAt);
  const end = (waiting.at(-1)?.receivedAt ?? 0) + HOUR;
  for (let at = 0; at <= end; at += LOOK_MS) {
    while (waiting[0] !== undefined && waiting[0].receivedAt <= at) {
      const next = waiting.shift()!;
      logged.push(next);
      ticks.event(T0 + next.receivedAt);
    }
    if (ticks.due(T0 + at)) logged.push({ receivedAt: at, body: { kind: "tick" } });
  }
  return logged;
}

it("has the same incidents with the same alerts, opened and resolved as often, as if time were logged all the while", () => {
  let opened = 0;
  fc.assert(
    fc.property(faultyEstates, disturbances, (estate, disturbed) => {
      const all = [...inOrder(storyOf(estate)), ...disturb(disturbed, estate.edges.length)];
      // What comes again after that has been forgotten or not, depending on the minute in which time was last logged.
      const happenings = all.filter(({ receivedAt }) => receivedAt < REFIRE_MS);
      const end = Math.max(0, ...happenings.map(({ receivedAt }) => receivedAt)) + HOUR;
      const always = analyse(aLog(withTicks(happenings, end))).proposals;
      const seldom = analyse(aLog(withLoggedTicks(happenings))).proposals;
      expect(outcomeOf(seldom)).toEqual(outcomeOf(always));
      for (const kind of ["open", "resolve", "reopen"] as const)
        expect(
          proposalsOf(seldom, kind)
            .map(({ incidentId }) => incidentId)
            .sort(),
        ).toEqual(
          proposalsOf(always, kind)
            .map(({ incidentId }) => incidentId)
            .sort(),
        );
      opened += proposalsOf(seldom, "open").length;
    }),
    { numRuns: 40 },
  );
  expect(opened).toBeGreaterThan(0);
});
