/**
 * Alerts that fire and end, again and again, as fast as they are taken: `fork moving-load.ts URL FIRST`, where FIRST is the number of
 * the first of them. A process of its own, because making them keeps an event loop busy that something else is timed on. Any
 * message ends it; it then says how many events were taken.
 */
import { bodiesOf } from "./parts/alerts.ts";
import { post } from "./parts/load.ts";

const MOVING = 5_000;
const PER_POST = 100;
const LIFE_MS = 1_000;

const [url, first] = process.argv.slice(2);
if (url === undefined || first === undefined || process.send === undefined)
  throw new Error("usage: fork moving-load.ts URL FIRST");

let over = false;
process.on("message", () => (over = true));
// Whoever started it is gone, however that ended.
process.on("disconnect", () => process.exit(1));

let events = 0;
for (let start = Date.now() - 1_800_000; !over; start += 2 * LIFE_MS) {
  await post(url, bodiesOf(Number(first), MOVING, PER_POST, start));
  await post(url, bodiesOf(Number(first), MOVING, PER_POST, start, start + LIFE_MS));
  events += 2 * MOVING;
}
process.send(events, () => process.exit(0));
