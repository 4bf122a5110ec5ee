import { build } from "../../scripts/build.ts";
import { ConsoleUnderTest, openWindow, startChromium } from "../e2e/console.ts";
import { missing } from "../requirements.ts";
import { aCache } from "./parts/cache.ts";
import { type Bench, resultOf, rounded, skipped } from "./parts/result.ts";
import { median } from "./parts/statistics.ts";

const EVENTS = 1_000_000;
const ROUNDS = 5;
const YAML = "sources: [{id: load, kind: alert-receiver, settings: {port: 0, auth: none}}]\n";
const FIGURE = ["start", "ms", { atMost: 1_500 }] as const;

/**
 * From spawning the built `serve` on a cache of a million events to the first incident row. Chromium runs already with a blank
 * page that knows nothing: it loads everything from the host that has just started.
 */
export const start: Bench = async ({ quick, progress }) => {
  const reason = missing({ chromium: true });
  if (reason !== undefined) return [skipped(...FIGURE, reason)];
  await build();
  const host = new ConsoleUnderTest({ yaml: YAML });
  const browser = await startChromium();
  try {
    const events = quick ? EVENTS / 20 : EVENTS;
    await aCache(host.dataFolder, events);
    progress(`a cache of ${events} events is there`);
    const rounds: { listening: number; row: number }[] = [];
    for (let round = 0; round < (quick ? 1 : ROUNDS); round++) {
      const page = await openWindow(browser, "about:blank");
      const begun = performance.now();
      await host.start();
      const listening = performance.now() - begun;
      await page.goto(host.deskUrl);
      await page.locator(".queue-row").first().waitFor();
      rounds.push({ listening, row: performance.now() - begun });
      progress(`${rounded(rounds.at(-1)?.row ?? 0)} ms`);
      await page.context().close();
      await host.stop();
    }
    const detail = {
      events,
      listeningMs: rounded(median(rounds.map(({ listening }) => listening))),
      rounds: rounds.map(({ row }) => Math.round(row)),
    };
    const [name, unit, goal] = FIGURE;
    return [resultOf(name, median(rounds.map(({ row }) => row)), unit, goal, detail)];
  } finally {
    await browser.close();
    await host.close();
  }
};
