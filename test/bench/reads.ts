/**
 * Times every list call of the api, from the router to the validated answer, and prints JSON:
 *
 *   node scripts/with-node.mjs test/bench/reads.ts [--alerts 50000] [--incidents 200] [--rounds 40]
 */
import { parseArgs } from "node:util";
import { cpus } from "node:os";
import { createRouterClient } from "@orpc/server";
import { unpackTopology } from "../../shared/domain/topology-columns.ts";
import { startReader } from "../../electron/engine/api/reader.ts";
import { createRouter } from "../../electron/engine/api/router.ts";
import { aBigEstate } from "../builders/bigEstate.ts";
import { aCaller, anAccess } from "../builders/engineAccess.ts";
import { MINUTE, NIGHT } from "../builders/estate.ts";

const { values } = parseArgs({
  options: {
    alerts: { type: "string", default: "50000" },
    incidents: { type: "string", default: "200" },
    entities: { type: "string", default: "5000" },
    resolved: { type: "string", default: "100000" },
    rounds: { type: "string", default: "40" },
  },
});
const sizes = {
  alerts: Number(values.alerts),
  incidents: Number(values.incidents),
  entities: Number(values.entities),
  resolved: Number(values.resolved),
};
const estate = aBigEstate(sizes);
const reader = startReader(estate.file, new URL("../../electron/engine/search.worker.ts", import.meta.url));
const access = anAccess(estate, { longRead: reader.read, now: () => NIGHT + 60 * MINUTE });
const api = createRouterClient(createRouter(access), { context: { caller: aCaller() } });

const id = "INC-00000" as never;
const calls: Record<string, () => Promise<unknown>> = {
  "incidents.list": () => api.incidents.list({}),
  "incidents.list unacknowledged": () => api.incidents.list({ filter: { unacknowledged: true } }),
  "incidents.list text": () => api.incidents.list({ filter: { text: "entity-1" } }),
  "incidents.get": () => api.incidents.get({ id }),
  "incidents.timeline": () => api.incidents.timeline({ id }),
  "alerts.list": () => api.alerts.list({}),
  "alerts.list deep": () => api.alerts.list({ offset: Math.floor(sizes.alerts * 0.8) }),
  "alerts.list newest firing": () => api.alerts.list({ order: "newest", filter: { states: ["firing"] } }),
  "alerts.list critical unacknowledged": () =>
    api.alerts.list({ filter: { severities: ["critical"], unacknowledged: true } }),
  "alerts.list text": () => api.alerts.list({ filter: { text: "latency entity-12" } }),
  "alerts.list source": () => api.alerts.list({ filter: { sourceIds: ["prom"] } }),
  "alerts.list site": () => api.alerts.list({ filter: { site: "site-3" } }),
  "alerts.list incident": () => api.alerts.list({ filter: { incidentId: id } }),
  "alerts.list by entity": () => api.alerts.list({ order: "entity" }),
  "alerts.list by count": () => api.alerts.list({ order: "count" }),
  "alerts.list resolved newest": () => api.alerts.list({ order: "newest", filter: { states: ["resolved"] } }),
  "alerts.counts": () => api.alerts.counts(),
  "alerts.rate": () => api.alerts.rate({}),
  "outbox.list": () => api.outbox.list({}),
  "topology.get": async () => unpackTopology(await api.topology.get({})),
  "topology.get incident": () => api.topology.get({ incidentId: id }),
  "topology.get then": () => api.topology.get({ at: NIGHT + 30 * MINUTE }),
  "topology.entity": () => api.topology.entity({ id: "entity-31" as never }),
  "changes.list": () => api.changes.list({}),
  "sources.list": () => api.sources.list(),
  "search.find": () => api.search.find({ text: "entity-12" }),
  "audit.list": () => api.audit.list({}),
};

const at = (sorted: number[], share: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;

const results: Record<string, { p50Ms: number; p95Ms: number }> = {};
for (const [name, call] of Object.entries(calls)) {
  await call();
  const times: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const begin = performance.now();
    await call();
    times.push(performance.now() - begin);
  }
  times.sort((one, other) => one - other);
  results[name] = { p50Ms: at(times, 0.5), p95Ms: at(times, 0.95) };
}
const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? "unknown", node: process.version };
console.log(JSON.stringify({ ...sizes, machine, results }, null, 2));
await reader.close();
estate.close();
