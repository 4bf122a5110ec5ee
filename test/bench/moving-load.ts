/**
 * Alerts that fire and end, again and again, as fast as they are taken: `fork moving-load.ts URL FIRST`, where FIRST is the number of
 * the first of them. A process of its own, because making them keeps an event loop busy that something else is timed on. It says
 * when the first were taken, and answers what `LoadQuestion` lists.
 */
import { bodiesOf } from "./parts/alerts.ts";
import { post } from "./parts/load.ts";
import type { LoadQuestion, LoadWord } from "./parts/moving-load.ts";

const MOVING = 5_000;
const PER_POST = 100;
const LIFE_MS = 1_000;

const [url, first] = process.argv.slice(2);
if (url === undefined || first === undefined || process.send === undefined)
  throw new Error("usage: fork moving-load.ts URL FIRST");

const say = (word: LoadWord, then?: () => void): void => void process.send?.(word, undefined, {}, then);

let events = 0;
process.on("message", (question: LoadQuestion) => {
  if (question === "taken") say(events);
  else say(events, () => process.exit(0));
});
// Whoever started it is gone, however that ended.
process.on("disconnect", () => process.exit(1));

const taken = (): void => {
  if (events === 0) say("begun");
  events += PER_POST;
};
for (let start = Date.now() - 1_800_000; ; start += 2 * LIFE_MS) {
  await post(url, bodiesOf(Number(first), MOVING, PER_POST, start), { taken });
  await post(url, bodiesOf(Number(first), MOVING, PER_POST, start, start + LIFE_MS), { taken });
}
