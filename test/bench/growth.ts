import { openReader } from "../../electron/engine/store/database.ts";
import { type DatabaseFacts, databaseFacts } from "../../electron/engine/store/read-facts.ts";
import { bodiesOf } from "./parts/alerts.ts";
import { BenchEngine } from "./parts/engine.ts";
import { post } from "./parts/load.ts";
import { type Bench, resultOf, rounded } from "./parts/result.ts";
import { settled } from "./parts/settled.ts";
import { median } from "./parts/statistics.ts";

/** Different alerts, which fire and end again and again. */
const ALERTS = 10_000;
const EVENTS_PER_CYCLE = 2 * ALERTS;
const PER_POST = 100;
const LIFE_MS = 500;
const ROUNDS = 5;
const CYCLES_PER_ROUND = 10;
/** How often growing says how far it is. */
const SPAN = 1_000_000;

/** Events a second, by the clock and by processor time of the engine. */
type Rate = { perSecond: number; perProcessorSecond: number };

/**
 * Whether the log stays as fast as it was: an engine grows to its ten million, then it and a new one take the same events in turns,
 * so that what else happens to the machine meanwhile happens to both. `keep`: a folder to grow in that stays; one that has the
 * events already is not grown again.
 */
export const growth: Bench = async ({ quick, events, keep, progress }) => {
  const total = quick ? 2 * EVENTS_PER_CYCLE : events;
  const cycles = Math.ceil(total / EVENTS_PER_CYCLE);
  const old = await BenchEngine.start(keep);
  const young = await BenchEngine.start();
  try {
    const { eventCount } = factsOf(old);
    const growing = eventCount < total ? await grow(old, cycles, progress) : [];
    const rounds = quick ? 1 : ROUNDS;
    const perRound = quick ? 1 : CYCLES_PER_ROUND;
    const begin = beginOf(rounds * perRound);
    const ratios: { clock: number; processor: number }[] = [];
    const rates: { young: Rate; old: Rate }[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = begin + round * perRound * 2 * LIFE_MS;
      const pair = { young: await rateOf(young, start, perRound), old: await rateOf(old, start, perRound) };
      rates.push(pair);
      ratios.push({
        clock: pair.old.perSecond / pair.young.perSecond,
        processor: pair.old.perProcessorSecond / pair.young.perProcessorSecond,
      });
      progress(`round ${round + 1} of ${rounds}: ${rounded(ratios.at(-1)?.clock ?? 0)} of a new one`);
    }
    const facts = factsOf(old);
    const detail = {
      eventsStored: facts.eventCount,
      databaseMb: Math.round(facts.databaseBytes / 1e6),
      ratioByProcessorTime: rounded(median(ratios.map(({ processor }) => processor))),
      rounds: rates.map(({ young: a, old: b }) => ({ young: roundedRate(a), old: roundedRate(b) })),
      whileGrowing: growing.map(roundedRate),
    };
    const ratio = median(ratios.map(({ clock }) => clock));
    return [resultOf("growth", ratio, "ratio of a grown log to a new one", { atLeast: 0.8 }, detail)];
  } finally {
    await young.close();
    await old.close({ keep: keep !== undefined });
  }
};

function factsOf(engine: BenchEngine): DatabaseFacts {
  const db = openReader(engine.databaseFile);
  try {
    return databaseFacts(db);
  } finally {
    db.close();
  }
}

/** Every life begins after the one before, and the last of `cycles` before now. */
const beginOf = (cycles: number): number => Date.now() - 60_000 - cycles * 2 * LIFE_MS;

async function grow(engine: BenchEngine, cycles: number, progress: (line: string) => void): Promise<Rate[]> {
  const begin = beginOf(cycles);
  const rates: Rate[] = [];
  const perSpan = SPAN / EVENTS_PER_CYCLE;
  for (let cycle = 0; cycle < cycles; cycle += perSpan) {
    const until = Math.min(cycles, cycle + perSpan);
    rates.push(await rateOf(engine, begin + cycle * 2 * LIFE_MS, until - cycle));
    progress(`${(until * EVENTS_PER_CYCLE).toLocaleString("en")} events: ${rounded(rates.at(-1)?.perSecond ?? 0)}/s`);
  }
  return rates;
}

async function rateOf(engine: BenchEngine, begin: number, cycles: number): Promise<Rate> {
  const { cpuSeconds } = await engine.figuresSoon();
  const begun = performance.now();
  for (let cycle = 0; cycle < cycles; cycle++) {
    const start = begin + cycle * 2 * LIFE_MS;
    await post(engine.url, bodiesOf(0, ALERTS, PER_POST, start));
    await post(engine.url, bodiesOf(0, ALERTS, PER_POST, start, start + LIFE_MS));
  }
  await settled(engine.databaseFile);
  const seconds = (performance.now() - begun) / 1_000;
  const worked = (await engine.figuresSoon()).cpuSeconds - cpuSeconds;
  const sent = cycles * EVENTS_PER_CYCLE;
  return { perSecond: sent / seconds, perProcessorSecond: sent / worked };
}

const roundedRate = ({ perSecond, perProcessorSecond }: Rate): Rate => ({
  perSecond: rounded(perSecond),
  perProcessorSecond: rounded(perProcessorSecond),
});
