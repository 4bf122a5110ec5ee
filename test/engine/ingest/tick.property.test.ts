import fc from "fast-check";
import { expect, it } from "vitest";
import { REFIRE_MS } from "../../../electron/engine/analysis/limits.ts";
import { Ticks } from "../../../electron/engine/ingest/tick.ts";
import { analyse, outcomeOf, proposalsOf } from "../../builders/analysis.ts";
import { disturb, disturbances, faultyEstates, inOrder, storyOf } from "../../builders/faults.ts";
import { aLog, type Happening, T0, withTicks } from "../../builders/log.ts";
import type { LogEntry } from "../../../shared/domain/log.ts";

const LOOK_MS = 500;
const HOUR = 3_600_000;
/** Between two ticks while an incident may be waiting to be over. */
const LONGEST_TICK_MS = 5_000;

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

/** What analysis says of a log: the outcome, and which incidents open, resolve and reopen. */
function toldOf(log: readonly LogEntry[]) {
  const { proposals } = analyse(log);
  const timeOf = new Map(log.map(({ position, receivedAt }) => [position.position, receivedAt]));
  const resolvedAt = new Map<string, number>();
  // An alert that comes between the moment in which its incident is over and the tick that would say so belongs to either.
  let isClose = false;
  for (const { position, proposal } of proposals) {
    const at = timeOf.get(position.position)!;
    if (proposal.kind === "resolve") resolvedAt.set(proposal.incidentId, at);
    if (proposal.kind === "join" && at - (resolvedAt.get(proposal.incidentId) ?? -Infinity) <= LONGEST_TICK_MS)
      isClose = true;
  }
  const idsOf = (kind: "open" | "resolve" | "reopen") =>
    proposalsOf(proposals, kind)
      .map(({ incidentId }) => incidentId)
      .sort();
  const ids = { open: idsOf("open"), resolve: idsOf("resolve"), reopen: idsOf("reopen") };
  return { isClose, told: { outcome: outcomeOf(proposals), ...ids } };
}

it("has the same incidents with the same alerts, opened and resolved as often, as if time were logged all the while", () => {
  let opened = 0;
  fc.assert(
    fc.property(faultyEstates, disturbances, (estate, disturbed) => {
      const all = [...inOrder(storyOf(estate)), ...disturb(disturbed, estate.edges.length)];
      // What comes again after that has been forgotten or not, depending on the minute in which time was last logged.
      const happenings = all.filter(({ receivedAt }) => receivedAt < REFIRE_MS);
      const end = Math.max(0, ...happenings.map(({ receivedAt }) => receivedAt)) + HOUR;
      const always = toldOf(aLog(withTicks(happenings, end)));
      const seldom = toldOf(aLog(withLoggedTicks(happenings)));
      fc.pre(!always.isClose && !seldom.isClose);
      expect(seldom.told).toEqual(always.told);
      opened += seldom.told.open.length;
    }),
    { numRuns: 200 },
  );
  expect(opened).toBeGreaterThan(0);
});
