import fc from "fast-check";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  agreement,
  aCampus,
  below,
  correlated,
  dice,
  type Outage,
  storyOf,
  type Told,
} from "../../../builders/outages.ts";
import { Correlator } from "../../../../electron/engine/analysis/explain/correlator.ts";

const MINUTE = 60_000;
const OUTAGES: Outage[] = [
  { root: "building0-floor1-panel", at: 40 * MINUTE },
  { root: "building1-riser", at: 42 * MINUTE },
  { root: "building0-floor3-panel", at: 110 * MINUTE },
];

/** The groups of the alerts of each outage, without those that stand alone. */
function groupsOf(told: readonly Told[], groups: readonly number[], outage: number): Set<number> {
  const sizes = new Map<number, number>();
  told.forEach((each, index) => {
    if (each.outage === outage) sizes.set(groups[index]!, (sizes.get(groups[index]!) ?? 0) + 1);
  });
  return new Set([...sizes].filter(([, size]) => size > 1).map(([group]) => group));
}

describe("the correlator", () => {
  it("makes one incident of each outage, named by its root, also of two at a time", () => {
    const { campus, told } = storyOf(OUTAGES);
    const { groups, roots } = correlated(campus.estate, told);
    const found = OUTAGES.map((_, outage) => [...groupsOf(told, groups, outage)]);
    expect(found.map((each) => each.length)).toEqual([1, 1, 1]);
    expect(found.map(([group]) => roots.get(group!))).toEqual(OUTAGES.map(({ root }) => root));
  });

  it("keeps alerts from elsewhere out of the incident of an outage", () => {
    const { campus, told } = storyOf(OUTAGES);
    const { groups } = correlated(campus.estate, told);
    const incidents = new Set(OUTAGES.flatMap((_, outage) => [...groupsOf(told, groups, outage)]));
    const affected = new Set(
      OUTAGES.flatMap(({ root }) => [...below(campus.estate, campus.indexOf.get(root)!).keys()]),
    );
    const elsewhere = told
      .map(({ arrival }, index) => ({ entity: arrival.entity, group: groups[index]! }))
      .filter(({ entity }) => !affected.has(entity));
    expect(elsewhere.length).toBeGreaterThan(10);
    expect(elsewhere.filter(({ group }) => incidents.has(group))).toEqual([]);
  });

  it("finds a root that does not alert itself", () => {
    const { campus, told } = storyOf([OUTAGES[0]!]);
    const root = campus.indexOf.get(OUTAGES[0]!.root);
    const silent = told
      .filter(({ arrival }) => arrival.entity !== root)
      .map((each, id) => ({ ...each, arrival: { ...each.arrival, id } }));
    const { groups, roots } = correlated(campus.estate, silent);
    expect([...groupsOf(silent, groups, 0)].map((group) => roots.get(group))).toEqual([OUTAGES[0]!.root]);
  });

  it("groups as it did when the golden file was written", () => {
    const { campus, told } = storyOf(OUTAGES);
    const { groups, roots } = correlated(campus.estate, told);
    const lines = told.map(({ arrival }, index) => {
      const group = groups[index]!;
      return `${campus.estate.ids[arrival.entity]!},${arrival.kind},${group},${roots.get(group) ?? ""}`;
    });
    expect(`${lines.join("\n")}\n`).toBe(
      readFileSync(path.join(import.meta.dirname, "../../../golden/correlation.csv"), "utf8"),
    );
  });

  it("puts alerts of planned work into a group that is no incident", () => {
    const { estate, indexOf } = aCampus();
    const correlator = new Correlator(estate, {
      placed: () => undefined,
      moved: () => undefined,
      explained: () => undefined,
    });
    const panel = indexOf.get("building0-floor0-panel")!;
    correlator.plan("painting", [panel], 0, 10 * MINUTE);
    const take = (id: number, at: number): void =>
      correlator.take({ id, key: `${id}`, kind: "no answer", entity: panel, places: [], isFiring: true, at }, at);
    const placed: boolean[] = [];
    const { state } = correlator;
    take(0, 10 * MINUTE);
    take(1, 10 * MINUTE + 1);
    correlator.advance(Infinity);
    for (const key of state.keys.values()) placed.push(key.firing!.group.isNoise);
    expect(placed).toEqual([true, false]);
  });
});

const stories = fc.record({ seed: fc.integer({ min: 1, max: 1_000 }), shift: fc.integer({ min: 0, max: 30 }) });
const storyFor = ({ seed, shift }: { seed: number; shift: number }) =>
  storyOf(
    OUTAGES.map(({ root, at }) => ({ root, at: at + shift * MINUTE })),
    { seed },
  );

describe("for any story", () => {
  it("goes on identically from what was saved", () => {
    fc.assert(
      fc.property(stories, fc.integer({ min: 1, max: 60 }), (story, every) => {
        const { campus, told } = storyFor(story);
        expect(correlated(campus.estate, told, every).groups).toEqual(correlated(campus.estate, told).groups);
      }),
      { numRuns: 10 },
    );
  });

  it("gives the same groups whatever the order of arrival within ten seconds", () => {
    fc.assert(
      fc.property(
        stories,
        fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 5, maxLength: 50 }),
        (story, delays) => {
          const { campus, told } = storyFor(story);
          const late = told.map((each, index) => ({
            ...each,
            receivedAt: each.receivedAt + delays[index % delays.length]!,
          }));
          expect(regrouped(campus.estate, late)).toBe(1);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("ends up the same within a hundredth when some alerts arrive up to ten minutes late", () => {
    const same = seeds(40).map((seed) => regroupedWhenLate(seed, storyFor({ seed, shift: seed % 31 })));
    expect(Math.min(...same)).toBeGreaterThanOrEqual(0.99);
  });

  it("does so in the mean also when many faults overlap", () => {
    const same = seeds(40).map((seed) => regroupedWhenLate(seed, storyOf(manyOutages(seed), { seed })));
    expect(same.reduce((sum, each) => sum + each, 0) / same.length).toBeGreaterThanOrEqual(0.99);
    expect(Math.min(...same)).toBeGreaterThanOrEqual(0.95);
  });

  it("remembers no open incident once all is long over", () => {
    fc.assert(
      fc.property(stories, (story) => {
        const { campus, told } = storyFor(story);
        const correlator = new Correlator(campus.estate, {
          placed: () => undefined,
          moved: () => undefined,
          explained: () => undefined,
        });
        for (const { arrival, receivedAt } of told) correlator.take(arrival, receivedAt);
        const end = told.at(-1)!.receivedAt + 180 * MINUTE;
        const last = {
          id: told.length,
          key: "last",
          kind: "battery low",
          entity: 0,
          places: [],
          isFiring: true,
          at: end,
        };
        correlator.take(last, end + MINUTE);
        const { open, arrivals, covers, rooted } = correlator.state;
        expect([open.size, arrivals.length]).toEqual([0, 0]);
        expect([...covers, ...rooted].every((groups) => groups === undefined || groups.length === 0)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });
});

const seeds = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Eight outages of all sizes within two hours. */
function manyOutages(seed: number): Outage[] {
  const roll = dice(seed);
  const one = (count: number): number => Math.floor(roll() * count);
  return Array.from({ length: 8 }, () => {
    const floor = `building${one(3)}-floor${one(4)}`;
    const root = [`building${one(3)}-riser`, `${floor}-panel`, `${floor}-room${one(6)}-controller`][one(3)]!;
    return { root, at: Math.floor((30 + roll() * 120) * MINUTE) };
  });
}

/** The same when every so many alerts arrive by up to ten minutes later. */
function regroupedWhenLate(seed: number, { campus, told }: ReturnType<typeof storyOf>): number {
  const roll = dice(1_000 + seed);
  const every = 5 + Math.floor(roll() * 45);
  const lateMs = 10_000 + Math.floor(roll() * 590_000);
  const late = told.map((each, index) =>
    index % every === 0 ? { ...each, receivedAt: each.receivedAt + lateMs } : each,
  );
  return regrouped(campus.estate, late);
}

/** How far the partition of the disturbed story agrees with that of the story in order. */
function regrouped(estate: Parameters<typeof correlated>[0], late: readonly Told[]): number {
  const byId = (told: readonly Told[]): number[] => {
    const { groups } = correlated(estate, told);
    const result: number[] = [];
    told.forEach(({ arrival }, index) => (result[arrival.id] = groups[index]!));
    return result;
  };
  const inOrder = [...late].sort(
    (left, right) => left.arrival.at - right.arrival.at || left.arrival.id - right.arrival.id,
  );
  const disturbed = [...late].sort(
    (left, right) => left.receivedAt - right.receivedAt || left.arrival.id - right.arrival.id,
  );
  const straight = inOrder.map((each) => ({ ...each, receivedAt: each.arrival.at }));
  return agreement(byId(straight), byId(disturbed));
}
