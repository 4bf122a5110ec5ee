import { describe, expect, it } from "vitest";
import type { Explanation, Firing, Group } from "../../../../../electron/engine/analysis/explain/group.ts";
import { regroupingsOf, type Worth } from "../../../../../electron/engine/analysis/explain/reasons/history.ts";

const EXPLANATION: Explanation = {
  root: 0,
  startedAt: 0,
  covers: new Map(),
  suspects: [],
  reviewAtSize: 2,
  reviewAt: 0,
  explainedAt: 0,
  tempo: 1,
};

const aGroup = (number: number, isExplained: boolean): Group => ({
  number,
  openedAt: 0,
  members: [],
  explanation: isExplained ? EXPLANATION : null,
  places: new Map(),
  isClosed: false,
  isNoise: false,
  overCheckedAt: 0,
  changedAt: 0,
});

/** Alerts that are in a group now. */
function inGroup(group: Group, count: number): Firing[] {
  const kind = {
    number: 0,
    seen: 0,
    seenAtRoot: 0,
    heardAt: 0,
    count: 0,
    population: 1,
    entityKinds: new Set<string>(),
  };
  const key = { key: "", kind, entity: 0, firing: null, endedAt: 0, heardAt: 0, chronic: null, count: 0, at: 0 };
  const firings = Array.from({ length: count }, (_, number): Firing => {
    const flags = { isDecided: false, isCounted: false };
    return { number, key, at: 0, base: 0, share: 0.5, atRoot: 0, below: 0, group, ...flags };
  });
  group.members.push(...firings);
  return firings;
}

/** So many alerts are worth their square. */
const square: Worth = (firings) => [...firings].length ** 2;

describe("the history of incidents", () => {
  it("says that alerts which waited opened one", () => {
    const group = aGroup(1, true);
    const before = new Map(inGroup(group, 2).map((firing) => [firing, aGroup(7, false)]));
    const [entry, ...rest] = regroupingsOf(5, before, new Set(), square);
    expect(entry).toMatchObject({ kind: "opened", at: 5, from: undefined, to: 1, gain: 4 });
    expect(rest).toEqual([]);
  });

  it("says that one took in another that is no more, with what that gains", () => {
    const [gone, group] = [aGroup(1, false), aGroup(2, true)];
    const [moved, there] = [inGroup(group, 2), inGroup(group, 3)];
    const before = new Map([
      ...moved.map((each) => [each, gone] as const),
      ...there.map((each) => [each, group] as const),
    ]);
    const entries = regroupingsOf(5, before, new Set([gone, group]), square);
    expect(entries).toMatchObject([{ kind: "merged", from: 1, to: 2, alerts: moved, gain: 25 - 9 - 4 }]);
  });

  it("says that alerts left for an incident that is new, or for one that was there", () => {
    const [from, fresh, other] = [aGroup(1, true), aGroup(2, true), aGroup(3, true)];
    inGroup(from, 1);
    const all = [...inGroup(fresh, 2), ...inGroup(other, 1)];
    const before = new Map(all.map((each) => [each, from]));
    const entries = regroupingsOf(5, before, new Set([from, other]), square);
    expect(entries.map(({ kind, to, alerts }) => [kind, to, alerts.length])).toEqual([
      ["split", 2, 2],
      ["moved", 3, 1],
    ]);
  });

  it("says that one let alerts go, and nothing of those that stay or go on waiting", () => {
    const [from, alone] = [aGroup(1, true), aGroup(2, false)];
    const stays = inGroup(from, 2);
    const released = inGroup(alone, 1);
    const waits = inGroup(aGroup(3, false), 1);
    const before = new Map([
      ...[...stays, ...released].map((each) => [each, from] as const),
      ...waits.map((each) => [each, each.group] as const),
    ]);
    const entries = regroupingsOf(5, before, new Set([from]), square);
    expect(entries).toMatchObject([{ kind: "released", from: 1, to: undefined, alerts: released }]);
  });
});
