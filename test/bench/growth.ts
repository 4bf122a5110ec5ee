import { bodiesOf } from "./parts/alerts.ts";
import { BenchEngine } from "./parts/engine.ts";
import { post } from "./parts/load.ts";
import { type Bench, resultOf, rounded } from "./parts/result.ts";
import { settled } from "./parts/settled.ts";

/** Different alerts, which fire and end again and again. */
const ALERTS = 10_000;
const EVENTS_PER_CYCLE = 2 * ALERTS;
const PER_POST = 100;
const LIFE_MS = 500;
const SPAN = 1_000_000;

/**
 * Whether the log stays as fast as it was: the rate of the last million events against that of the first. By the clock, and
 * in the detail by processor time of the engine, which says the same where other work shares the machine.
 */
export const growth: Bench = async ({ quick, events, progress }) => {
  const total = quick ? 10 * EVENTS_PER_CYCLE : events;
  const span = Math.min(SPAN, total / 2);
  const engine = await BenchEngine.start();
  const rates: number[] = [];
  const cpu: number[] = [];
  try {
    // Every life begins after the one before, and the last one before now.
    const cycles = Math.ceil(total / EVENTS_PER_CYCLE);
    const begin = Date.now() - 60_000 - cycles * 2 * LIFE_MS;
    let begun = performance.now();
    let worked = (await engine.figuresSoon()).cpuSeconds;
    for (let cycle = 0, sent = 0; cycle < cycles; cycle++) {
      const start = begin + cycle * 2 * LIFE_MS;
      await post(engine.url, bodiesOf(0, ALERTS, PER_POST, start));
      await post(engine.url, bodiesOf(0, ALERTS, PER_POST, start, start + LIFE_MS));
      sent += EVENTS_PER_CYCLE;
      if (sent < span) continue;
      await settled(engine.databaseFile);
      rates.push(sent / ((performance.now() - begun) / 1_000));
      const { cpuSeconds } = await engine.figuresSoon();
      cpu.push(sent / (cpuSeconds - worked));
      progress(
        `${((cycle + 1) * EVENTS_PER_CYCLE).toLocaleString("en")} events: ${rounded(rates.at(-1) ?? 0)}/s, ${rounded(cpu.at(-1) ?? 0)}/s of its processor time`,
      );
      sent = 0;
      worked = cpuSeconds;
      begun = performance.now();
    }
    const { metrics } = await engine.figuresSoon();
    const detail = {
      events: cycles * EVENTS_PER_CYCLE,
      eventsPerSecondBySpan: rates.map(rounded),
      eventsPerProcessorSecondBySpan: cpu.map(rounded),
      ratioByProcessorTime: rounded((cpu.at(-1) ?? 0) / (cpu[0] ?? 1)),
      databaseMb: Math.round(metrics.databaseBytes / 1e6),
    };
    const last = (rates.at(-1) ?? 0) / (rates[0] ?? 1);
    return [resultOf("growth", last, "ratio of the last million to the first", { atLeast: 0.8 }, detail)];
  } finally {
    await engine.close();
  }
};
