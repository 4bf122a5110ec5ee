import path from "node:path";
import { bodiesOf } from "./parts/alerts.ts";
import { BenchEngine } from "./parts/engine.ts";
import { post } from "./parts/load.ts";
import { rawInserts } from "./parts/raw.ts";
import { median } from "./parts/statistics.ts";

const ALERTS = 20_000;
const PER_POST = 100;

export type Throughput = {
  goal: number;
  ratio: number;
  eventsPerSecond: number;
  rawEventsPerSecond: number;
  rowsPerEvent: number;
  transactionP99Ms: number;
  rounds: { engine: number; raw: number; ratio: number }[];
};

/**
 * Alertmanager-shaped JSON over HTTP until it is committed and correlated, against prepared inserts of the very rows that
 * this left in the database. Every alert fires and ends, so half of the events are transitions of a known alert.
 */
export async function measureThroughput(rounds = 5): Promise<Throughput> {
  const results: Throughput["rounds"] = [];
  const p99: number[] = [];
  let rowsPerEvent = 0;
  for (let round = 0; round < rounds; round++) {
    const engine = await BenchEngine.start();
    const start = Date.now() - 60_000;
    const fire = bodiesOf(0, ALERTS, PER_POST, start);
    const end = bodiesOf(0, ALERTS, PER_POST, start, start + 30_000);
    const begun = performance.now();
    await post(engine.url, fire);
    await post(engine.url, end);
    await engine.settled();
    // `settled` looks every 100 ms and wants two quiet looks: that wait is not the engine's work.
    const seconds = (performance.now() - begun) / 1000 - 0.15;
    p99.push((await engine.figures()).facts.transactionP99Ms);
    await engine.close({ keep: true });
    const raw = rawInserts(path.join(engine.folder, "watchfloor.db"));
    rowsPerEvent = raw.allRows / raw.logRows;
    const rates = { engine: (2 * ALERTS) / seconds, raw: raw.logRows / raw.seconds };
    results.push({ ...rates, ratio: rates.engine / rates.raw });
  }
  return {
    goal: 0.4,
    ratio: median(results.map(({ ratio }) => ratio)),
    eventsPerSecond: median(results.map(({ engine }) => engine)),
    rawEventsPerSecond: median(results.map(({ raw }) => raw)),
    rowsPerEvent,
    transactionP99Ms: median(p99),
    rounds: results,
  };
}
