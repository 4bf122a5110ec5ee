import { programFile } from "../requirements.ts";
import { BenchAlertmanager } from "./parts/alertmanager.ts";
import { bodiesOf } from "./parts/alerts.ts";
import { BenchEngine } from "./parts/engine.ts";
import { post } from "./parts/load.ts";
import { type Bench, resultOf, rounded, skipped } from "./parts/result.ts";
import { median } from "./parts/statistics.ts";

const ALERTS = 20_000;
const PER_POST = 100;
const POSTED_TIMES = 5;
const ROUNDS = 5;
const COMMAND = "prometheus-alertmanager";
const FIGURE = ["repeats", "ratio to Alertmanager", { atLeast: 1 }] as const;

/** Reports of alerts that are known and fire: what the engine takes until it has committed them, and what Alertmanager takes. */
export const repeats: Bench = async ({ quick, progress }) => {
  const command = programFile(COMMAND);
  if (command === undefined) return [skipped(...FIGURE, `${COMMAND} is not installed`)];
  const alertmanager = new BenchAlertmanager();
  const engine = await BenchEngine.start();
  try {
    await alertmanager.start(command);
    const bodies = bodiesOf(0, ALERTS, PER_POST, Date.now() - 60_000);
    for (const { url } of [engine, alertmanager]) await post(url, bodies);
    const all = Array.from({ length: POSTED_TIMES }, () => bodies).flat();
    const rate = async (url: string): Promise<number> => (ALERTS * POSTED_TIMES) / (await post(url, all));
    const rounds: { ours: number; theirs: number }[] = [];
    for (let round = 0; round < (quick ? 1 : ROUNDS); round++) {
      rounds.push({ ours: await rate(engine.url), theirs: await rate(alertmanager.url) });
      progress(`${rounded(rounds.at(-1)?.ours ?? 0)}/s, Alertmanager ${rounded(rounds.at(-1)?.theirs ?? 0)}/s`);
    }
    const detail = {
      repeatsPerSecond: rounded(median(rounds.map(({ ours }) => ours))),
      alertmanagerPerSecond: rounded(median(rounds.map(({ theirs }) => theirs))),
      ratios: rounds.map(({ ours, theirs }) => rounded(ours / theirs)),
    };
    const [name, unit, goal] = FIGURE;
    return [resultOf(name, median(rounds.map(({ ours, theirs }) => ours / theirs)), unit, goal, detail)];
  } finally {
    await alertmanager.stop();
    await engine.close();
  }
};
