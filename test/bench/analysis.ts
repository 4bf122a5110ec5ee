/**
 * How many alerts a second `Analysis.read()` takes, and the memory that an active alert costs it. Prints JSON.
 *
 *   node scripts/with-node.mjs test/bench/analysis.ts [alerts]
 */
import { Analysis } from "../../electron/engine/analysis/index.ts";
import type { Fingerprint } from "../../shared/domain/alert.ts";
import { START } from "../../shared/domain/position.ts";
import { aLog, anAlertBody, anEdge, anEntity, type Happening } from "../builders/log.ts";

const ALERTS = Number(process.argv[2] ?? 50_000);
const STEP = 250;

/** Every alert at its own known entity, without edges, 25,000 a second. */
function unrelated(alerts: number): { before: Happening[]; storm: Happening[] } {
  const storm = Array.from({ length: alerts }, (_, index) => alertAt(`host-${index}`, index / 25, index));
  const before = Array.from({ length: alerts }, (_, index): Happening => ({
    receivedAt: 0,
    body: anEntity(`host-${index}`),
  }));
  return { before, storm };
}

/** Alerts at all services of one estate of four layers, 25,000 a second. */
function storm(alerts: number, services = 1_000): { before: Happening[]; storm: Happening[] } {
  const name = (index: number): string => `service-${index}`;
  const layer = services / 4;
  const before = Array.from({ length: services }, (_, index): Happening[] => {
    const below =
      index < layer
        ? []
        : [index - layer, (index * 7) % layer, ((index * 13) % layer) + layer * (Math.floor(index / layer) - 1)];
    const edges = below.map((to): Happening => ({ receivedAt: 0, body: anEdge(name(index), name(to)) }));
    return [{ receivedAt: 0, body: anEntity(name(index)) }, ...edges];
  }).flat();
  return {
    before,
    storm: Array.from({ length: alerts }, (_, index) => alertAt(name((index * 31) % services), index / 25, index)),
  };
}

function alertAt(entity: string, atMs: number, index: number): Happening {
  const body = anAlertBody(entity, Math.floor(atMs), {
    name: `Alert${index}`,
    fingerprint: `${index.toString(16).padStart(8, "0")}-0123456789abcdef` as Fingerprint,
    labels: { job: "node", instance: entity, severity: "major" },
  });
  return { receivedAt: Math.floor(atMs), body };
}

/** A tick every five seconds, and a minute of them afterwards, so that incidents open and are assessed. */
function ticked(happenings: Happening[]): Happening[] {
  const all: Happening[] = [];
  let next = 5_000;
  for (const happening of happenings) {
    for (; next <= happening.receivedAt; next += 5_000) all.push({ receivedAt: next, body: { kind: "tick" } });
    all.push(happening);
  }
  for (const last = next + 60_000; next <= last; next += 5_000) all.push({ receivedAt: next, body: { kind: "tick" } });
  return all;
}

function measure({ before, storm: alerts }: { before: Happening[]; storm: Happening[] }) {
  const log = aLog([...before, ...ticked(alerts)]);
  let analysis: Analysis | undefined = Analysis.restore([], START);
  analysis.read(log.slice(0, before.length));
  const took = { ms: 0, longestStepMs: 0, rows: 0, rowBytes: 0, proposals: 0 };
  const steps: number[] = [];
  const cpuBefore = process.cpuUsage();
  for (let from = before.length; from < log.length; from += STEP) {
    const began = performance.now();
    const step = analysis.read(log.slice(from, from + STEP));
    const ms = performance.now() - began;
    took.ms += ms;
    steps.push(ms);
    took.longestStepMs = Math.max(took.longestStepMs, ms);
    took.rows += step.state.length;
    for (const { key, value } of step.state) took.rowBytes += key.length + (value?.length ?? 0);
    took.proposals += step.proposals.length;
  }
  const cpu = process.cpuUsage(cpuBefore);
  const { position } = analysis;
  const heapWith = heapAfterCollection();
  analysis = undefined;
  const bytes = heapWith - heapAfterCollection();
  return {
    alerts: alerts.length,
    alertsPerSecond: Math.round((alerts.length / took.ms) * 1000),
    alertsPerCpuSecond: Math.round((alerts.length / (cpu.user + cpu.system)) * 1e6),
    alertsPerSecondInMedianStep: Math.round((STEP / middle(steps)) * 1000),
    longestStepMs: Math.round(took.longestStepMs),
    rowsPerAlert: round(took.rows / alerts.length),
    rowBytesPerAlert: Math.round(took.rowBytes / alerts.length),
    proposalsPerAlert: round(took.proposals / alerts.length),
    bytesPerActiveAlert: globalThis.gc === undefined ? null : Math.round(bytes / alerts.length),
    position: position.position,
  };
}

function heapAfterCollection(): number {
  for (let pass = 0; pass < 3; pass++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const middle = (values: number[]): number => values.sort((left, right) => left - right)[Math.floor(values.length / 2)]!;

const round = (value: number): number => Math.round(value * 100) / 100;
const median = <T extends { alertsPerSecond: number }>(runs: T[]): T =>
  runs.sort((left, right) => left.alertsPerSecond - right.alertsPerSecond)[Math.floor(runs.length / 2)]!;

const runs = [1, 2, 3];
const results = {
  unrelated: median(runs.map(() => measure(unrelated(ALERTS)))),
  storm: median(runs.map(() => measure(storm(ALERTS)))),
};
console.log(JSON.stringify({ node: process.version, ...results }, null, 2));
