import { setTimeout as sleep } from "node:timers/promises";
import { unpackTopology } from "../../shared/domain/topology-columns.ts";
import { bodiesOf } from "./parts/alerts.ts";
import { type Console, openConsole } from "./parts/console.ts";
import { BenchEngine } from "./parts/engine.ts";
import { post } from "./parts/load.ts";
import { MovingLoad } from "./parts/moving-load.ts";
import { type Bench, resultOf, rounded } from "./parts/result.ts";
import { settled } from "./parts/settled.ts";
import { quantile } from "./parts/statistics.ts";

const ACTIVE = 50_000;
const PER_POST = 100;
const CALLS_EACH = 40;
/** For so long nobody reads, before and after. */
const ALONE_MS = 5_000;

type ListCalls = Record<string, () => Promise<unknown>>;

const listCalls = ({ api }: Console): ListCalls => ({
  "incidents.list": () => api.incidents.list({}),
  "incidents.list unacknowledged": () => api.incidents.list({ filter: { unacknowledged: true } }),
  "incidents.list resolved": () => api.incidents.list({ filter: { state: "resolved" } }),
  "incidents.list by text": () => api.incidents.list({ filter: { text: "service-1" } }),
  "alerts.list": () => api.alerts.list({}),
  "alerts.list deep": () => api.alerts.list({ offset: Math.floor(ACTIVE * 0.8) }),
  "alerts.list newest": () => api.alerts.list({ order: "newest", filter: { states: ["firing"] } }),
  "alerts.list by entity": () => api.alerts.list({ order: "entity" }),
  "alerts.list by count": () => api.alerts.list({ order: "count" }),
  "alerts.list critical": () => api.alerts.list({ filter: { severities: ["critical"], unacknowledged: true } }),
  "alerts.list by text": () => api.alerts.list({ filter: { text: "latency service-12" } }),
  "alerts.list of a source": () => api.alerts.list({ filter: { sourceIds: ["load"] } }),
  "alerts.list resolved": () => api.alerts.list({ order: "newest", filter: { states: ["resolved"] } }),
  "alerts.counts": () => api.alerts.counts(),
  "alerts.rate": () => api.alerts.rate({}),
  "topology.get": async () => unpackTopology(await api.topology.get({})),
  "changes.list": () => api.changes.list({}),
  "outbox.list": () => api.outbox.list({}),
  "sources.list": () => api.sources.list(),
  "search.find": () => api.search.find({ text: "service-12" }),
  "audit.list": () => api.audit.list({}),
});

/**
 * Every list of the contract over a WebSocket, while alerts are posted as fast as the engine takes them; and what it takes them from
 * that somebody reads, as a share of what it takes while nobody does.
 */
export const lists: Bench = async ({ quick, progress }) => {
  const active = quick ? ACTIVE / 10 : ACTIVE;
  const engine = await BenchEngine.start();
  try {
    await post(engine.url, bodiesOf(0, active, PER_POST, Date.now() - 3_600_000));
    await settled(engine.databaseFile);
    progress(`${active} alerts are active`);
    const window = await openConsole(engine.apiUrl);
    const load = await MovingLoad.start(engine.url, active);
    const alone = (): Promise<number> => load.rateDuring(() => sleep(quick ? ALONE_MS / 10 : ALONE_MS));
    const before = await alone();
    let times: Timed[] = [];
    const read = await load.rateDuring(async () => {
      times = await timeEach(listCalls(window), quick ? 5 : CALLS_EACH);
    });
    const unread = (before + (await alone())) / 2;
    await load.stop();
    window.close();
    const worst = Math.max(...times.map(({ p95Ms }) => p95Ms));
    const eventsPerSecond = { read: rounded(read), unread: rounded(unread), ratio: rounded(read / unread) };
    const detail = { active, eventsPerSecond, calls: Object.fromEntries(times.map(byName)) };
    return [resultOf("lists", worst, "ms, p95 of the slowest list", { atMost: 50 }, detail)];
  } finally {
    await engine.close();
  }
};

type Timed = { name: string; p50Ms: number; p95Ms: number };

const byName = ({ name, p50Ms, p95Ms }: Timed): [string, object] => [
  name,
  { p50Ms: rounded(p50Ms), p95Ms: rounded(p95Ms) },
];

/** In turns, so that every call meets the same load. */
async function timeEach(calls: ListCalls, times: number): Promise<Timed[]> {
  const taken = new Map<string, number[]>(Object.keys(calls).map((name) => [name, []]));
  for (let time = 0; time < times; time++) {
    for (const [name, call] of Object.entries(calls)) {
      const begun = performance.now();
      await call();
      taken.get(name)?.push(performance.now() - begun);
    }
  }
  return [...taken].map(([name, all]) => ({ name, p50Ms: quantile(all, 0.5), p95Ms: quantile(all, 0.95) }));
}
