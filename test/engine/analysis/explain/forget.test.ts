import { describe, expect, it } from "vitest";
import { Correlator, type Listener } from "../../../../electron/engine/analysis/explain/correlator.ts";
import type { Arrival } from "../../../../electron/engine/analysis/explain/state.ts";
import { aCampus, dice } from "../../../builders/outages.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const { estate, indexOf } = aCampus();
const nobody: Listener = { placed: () => undefined, moved: () => undefined, explained: () => undefined };

/** Days in which every alert has a key of its own, ends after some minutes or never, and a panel fails now and then. */
function* longStory(days: number, seed = 1): Generator<Arrival> {
  const roll = dice(seed);
  const entities = estate.ids.length;
  let id = 0;
  const aSaying = (entity: number, name: string, at: number, isFiring: boolean): Arrival => ({
    id: id++,
    key: `${name} ${Math.floor(at / HOUR)} at ${entity}`,
    kind: name,
    entity,
    places: [],
    isFiring,
    at,
  });
  for (let hour = 0; hour < days * 24; hour++) {
    const said: Arrival[] = [];
    for (let each = 0; each < 4; each++) {
      const at = Math.floor((hour + 0.9 * roll()) * HOUR);
      const entity = Math.floor(roll() * entities);
      said.push(aSaying(entity, "battery low", at, true));
      if (each > 0) said.push({ ...said.at(-1)!, id: id++, isFiring: false, at: at + 60_000 });
    }
    if (hour % 30 === 5)
      for (const [name, entity] of indexOf)
        if (name.startsWith("building0-floor0"))
          said.push(aSaying(entity, "no answer", hour * HOUR + Math.floor(roll() * 90_000), true));
    yield* said.sort((left, right) => left.at - right.at);
  }
}

function afterDays(days: number): Correlator {
  const correlator = new Correlator(estate, nobody);
  for (const arrival of longStory(days)) correlator.take(arrival, arrival.at + 1_000);
  return correlator;
}

describe("a long stream", () => {
  it("is remembered no further than a week, however long it goes on", () => {
    const [tenDays, fortyDays] = [afterDays(10), afterDays(40)];
    expect(fortyDays.state.keys.size).toBeLessThan(1.1 * tenDays.state.keys.size);
    expect(fortyDays.save().length).toBeLessThan(1.1 * tenDays.save().length);
    expect(tenDays.state.keys.size).toBeGreaterThan(100);
  });

  it("goes on identically from what was saved, also when something has been forgotten", () => {
    const groups = (restartEvery: number): number[] => {
      const found: number[] = [];
      const listener: Listener = { ...nobody, placed: (arrival, { group }) => (found[arrival.id] = group.number) };
      let correlator = new Correlator(estate, listener);
      let taken = 0;
      for (const arrival of longStory(12)) {
        if (taken++ % restartEvery === restartEvery - 1)
          correlator = Correlator.restore(estate, listener, correlator.save());
        correlator.take(arrival, arrival.at + 1_000);
      }
      return found;
    };
    expect(groups(97)).toEqual(groups(Infinity));
  });

  it("forgets an alert two days after its end, one without end a week after it was last heard of", () => {
    const correlator = new Correlator(estate, nobody);
    const say = (key: string, at: number, isFiring: boolean): void =>
      correlator.take({ id: 0, key, kind: key, entity: 1, places: [], isFiring, at }, at + 20_000);
    say("ended", 0, true);
    say("ended", HOUR, false);
    say("repeated", HOUR, true);
    say("repeated", 2 * DAY, true);
    const known = (at: number): string[] => {
      say("clock", at, true);
      return [...correlator.state.keys.keys()].sort();
    };
    expect(known(2 * DAY + HOUR)).toEqual(["clock", "ended", "repeated"]);
    expect(known(2 * DAY + 3 * HOUR)).toEqual(["clock", "repeated"]);
    expect(known(9 * DAY)).toEqual(["clock", "repeated"]);
    expect(known(9 * DAY + 2 * HOUR)).toEqual(["clock"]);
  });

  it("forgets kinds after a month, changes after a day, and planned work a day after its end", () => {
    const correlator = new Correlator(estate, nobody);
    correlator.plan("painting", [1], 0, HOUR);
    correlator.noteChange({ id: "new fuses", entity: 1, at: 0 });
    const say = (kind: string, at: number): void =>
      correlator.take({ id: 0, key: `${kind} ${at}`, kind, entity: 1, places: [], isFiring: true, at }, at + 20_000);
    const left = (): unknown[] => {
      const { works, changes, kinds } = correlator.state;
      return [works.length, changes.size, kinds.has("first")];
    };
    say("first", 0);
    say("clock", DAY);
    expect(left()).toEqual([1, 1, true]);
    say("clock", DAY + 5 * HOUR);
    expect(left()).toEqual([0, 0, true]);
    say("clock", 30 * DAY);
    expect(left()).toEqual([0, 0, true]);
    say("clock", 30 * DAY + 2 * HOUR);
    expect(left()).toEqual([0, 0, false]);
  });
});
