import { bodiesOf } from "./parts/alerts.ts";
import { BenchEngine } from "./parts/engine.ts";
import { post } from "./parts/load.ts";
import { rawInserts } from "./parts/raw.ts";
import { type Bench, resultOf, rounded } from "./parts/result.ts";
import { settled } from "./parts/settled.ts";
import { median } from "./parts/statistics.ts";

const ALERTS = 20_000;
const PER_POST = 100;
const ROUNDS = 5;

/** `ratio`: how long raw took for the rows that a round left, to how long the engine took to make them. Rates are in alerts pushed. */
type Round = { engine: number; raw: number; ratio: number; transactionP99Ms: number; rowsPerEvent: number };

/**
 * Alertmanager-shaped JSON over HTTP until it is committed and correlated, against prepared inserts of the very rows that
 * this left in the database. First every event opens an alert, so that no row is written over another and both write the
 * same; then the same alerts end as well, for which the inserts write only what remains at the end.
 */
export const throughput: Bench = async ({ quick, progress }) => {
  const rounds = quick ? 1 : ROUNDS;
  const opened: Round[] = [];
  const ended: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    opened.push(await measure(false));
    ended.push(await measure(true));
    progress(`round ${round + 1} of ${rounds}: ${rounded(opened.at(-1)?.ratio ?? 0)} of raw`);
  }
  const p99 = median([...opened, ...ended].map(({ transactionP99Ms }) => transactionP99Ms));
  return [
    resultOf("throughput", ratio(opened), "ratio to raw inserts", { atLeast: 0.4 }, detailOf(opened)),
    resultOf("throughput with ends", ratio(ended), "ratio to raw inserts", { atLeast: 0.4 }, detailOf(ended)),
    resultOf("transaction p99", p99, "ms", { atMost: 20 }),
  ];
};

const ratio = (rounds: readonly Round[]): number => median(rounds.map((round) => round.ratio));

const detailOf = (rounds: readonly Round[]): Record<string, unknown> => ({
  eventsPerSecond: rounded(median(rounds.map(({ engine }) => engine))),
  rawEventsPerSecond: rounded(median(rounds.map(({ raw }) => raw))),
  rowsPerEvent: rounded(median(rounds.map(({ rowsPerEvent }) => rowsPerEvent))),
  ratios: rounds.map((round) => rounded(round.ratio)),
});

async function measure(withEnds: boolean): Promise<Round> {
  const engine = await BenchEngine.start();
  try {
    const start = Date.now() - 60_000;
    const bodies = bodiesOf(0, ALERTS, PER_POST, start);
    if (withEnds) bodies.push(...bodiesOf(0, ALERTS, PER_POST, start, start + 30_000));
    const begun = performance.now();
    await post(engine.url, bodies);
    await settled(engine.databaseFile);
    const seconds = (performance.now() - begun) / 1_000;
    const { facts } = await engine.figuresSoon();
    await engine.close({ keep: true });
    const raw = rawInserts(engine.databaseFile);
    const pushed = (withEnds ? 2 : 1) * ALERTS;
    return {
      engine: pushed / seconds,
      raw: pushed / raw.seconds,
      ratio: raw.seconds / seconds,
      transactionP99Ms: facts.transactionP99Ms,
      rowsPerEvent: raw.allRows / pushed,
    };
  } finally {
    await engine.close();
  }
}
