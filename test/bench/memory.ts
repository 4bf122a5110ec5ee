import { bodiesOf } from "./parts/alerts.ts";
import { BenchEngine } from "./parts/engine.ts";
import { post } from "./parts/load.ts";
import { type Bench, resultOf } from "./parts/result.ts";
import { settled } from "./parts/settled.ts";

const ACTIVE = 50_000;
const PER_POST = 100;
/** Incidents are held for ten seconds before they open, and joins are told of over the ticks that follow. */
const OPENING_MS = 20_000;

/** What an active alert costs in resident memory: of an engine that holds them, against the same engine before it did. */
export const memory: Bench = async ({ quick, progress }) => {
  const active = quick ? ACTIVE / 10 : ACTIVE;
  const engine = await BenchEngine.start();
  try {
    const idle = (await engine.figuresSoon()).memory;
    await post(engine.url, bodiesOf(0, active, PER_POST, Date.now() - 60_000));
    await settled(engine.databaseFile);
    await new Promise((resolve) => setTimeout(resolve, OPENING_MS));
    await settled(engine.databaseFile);
    const held = (await engine.figuresSoon()).memory;
    progress(
      `${Math.round(idle.residentBytes / 1e6)} MB idle, ${Math.round(held.residentBytes / 1e6)} MB with ${active}`,
    );
    const detail = {
      active,
      idle,
      held,
      heapBytesPerAlert: Math.round((held.heapBytes - idle.heapBytes) / active),
    };
    const perAlert = (held.residentBytes - idle.residentBytes) / active;
    return [resultOf("memory", perAlert, "bytes for an active alert", { atMost: 2_000 }, detail)];
  } finally {
    await engine.close();
  }
};
