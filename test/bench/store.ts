import { hash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { insertAlert, putAlertSources } from "../../electron/engine/store/alerts.ts";
import { Checkpoints } from "../../electron/engine/store/checkpoint.ts";
import { closeDatabase, openDatabase, type WritableDb } from "../../electron/engine/store/database.ts";
import { appendEvents, readEvents } from "../../electron/engine/store/event-log.ts";
import { encodeBody } from "../../electron/engine/store/log-body.ts";
import { encodePosition } from "../../electron/engine/store/position.ts";
import type { Fingerprint } from "../../shared/domain/alert.ts";
import type { EntityId } from "../../shared/domain/entity.ts";
import type { AlertTransition, NewLogEntry } from "../../shared/domain/log.ts";
import { START } from "../../shared/domain/position.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";

/**
 * What the store takes, as JSON on standard output.
 *
 *   node scripts/with-node.mjs test/bench/store.ts --events 3000000
 *
 * `ratio`: the store's functions against prepared inserts of the same rows with the same pragmas, indexes and transaction
 * size, alternating in one run, median of five. `decay`: rate of the log by partition, the last against the first.
 */
const { values } = parseArgs({
  options: { events: { type: "string", default: "3000000" }, rows: { type: "string", default: "20000" } },
});
const EVENTS = Number(values.events);
const ROWS = Number(values.rows);
const ROUNDS = 5;
const BATCH = 250;
const PARTITION = { rows: 1_000_000, ms: Infinity };
const BEGAN = Date.UTC(2026, 2, 3);

const folder = mkdtempSync(path.join(tmpdir(), "watchfloor-bench-"));

function openStore(name: string): WritableDb {
  const file = path.join(folder, name, "watchfloor.db");
  mkdirSync(path.dirname(file));
  const opened = openDatabase(file, { now: BEGAN });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.db;
}

function transition(number: number): AlertTransition {
  const host = `shop-${number % 5_000}`;
  return {
    kind: "alert",
    transition: "opened",
    fingerprint: hash("sha1", String(number)).slice(0, 16) as Fingerprint,
    entityId: `e${hash("sha1", host).slice(0, 14)}` as EntityId,
    name: "HighLatency",
    state: "firing",
    severity: "major",
    summary: `Latency of checkout at ${host} is above 2 s for ten minutes`,
    labels: { job: "shop", instance: `${host}:9100`, cluster: "eu-1", team: "payments", severity: "major" },
    startedAt: BEGAN + number,
    version: 1,
  };
}

const entry = (body: AlertTransition): NewLogEntry => ({
  scope: DEFAULT_SCOPE,
  sourceId: "prometheus",
  at: body.startedAt,
  receivedAt: body.startedAt,
  body,
});

/** Runs `write` over numbers in transactions of BATCH, with checkpoints as the engine makes them. Rows a second. */
function rate(db: WritableDb, from: number, count: number, write: (numbers: readonly number[]) => void): number {
  const checkpoints = new Checkpoints(db, () => performance.now());
  const begun = performance.now();
  for (let first = from; first < from + count; first += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, from + count - first) }, (_, index) => first + index);
    db.exec("BEGIN IMMEDIATE");
    write(numbers);
    db.exec("COMMIT");
    checkpoints.slice();
  }
  return count / ((performance.now() - begun) / 1_000);
}

/** Log and alert rows through the store's functions. */
function throughStore(db: WritableDb): (numbers: readonly number[]) => void {
  return (numbers) => {
    const bodies = numbers.map(transition);
    const positions = appendEvents(db, bodies.map(entry), PARTITION);
    bodies.forEach((body, index) => {
      const { fingerprint, name, state, severity, summary, labels, entityId, startedAt, version } = body;
      const position = encodePosition(positions[index] ?? START);
      const seen = { changedAt: startedAt, lastSeenAt: startedAt, resolvedAt: null, description: null };
      const row = {
        scope: DEFAULT_SCOPE,
        fingerprint,
        name,
        state,
        severity,
        summary,
        labels,
        entityId,
        startedAt,
        version,
        position,
        ...seen,
      };
      const alertId = insertAlert(db, row);
      putAlertSources(db, [
        {
          alertId,
          sourceId: "prometheus",
          handle: fingerprint,
          state,
          mutings: [],
          reportHash: fingerprint,
        },
      ]);
    });
  };
}

/** The same rows by prepared statements alone. */
function raw(db: WritableDb): (numbers: readonly number[]) => void {
  appendEvents(db, [entry(transition(0))], PARTITION);
  db.exec("DELETE FROM log_0");
  const log = db.prepare(
    "INSERT INTO log_0 (position, kind, scope, source_id, subject, received_at, at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const alert = db.prepare(
    `INSERT INTO alert (id, scope, fingerprint, name, state, severity, summary, labels, entity_id, reported_entity_id, started_at, changed_at, version, position)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const seen = db.prepare("INSERT INTO alert_seen (alert_id, count, last_seen_at) VALUES (?, 1, ?)");
  const source = db.prepare(
    "INSERT INTO alert_source (alert_id, source_id, handle, state, mutings, report_hash) VALUES (?, ?, ?, ?, ?, ?)",
  );
  return (numbers) => {
    for (const number of numbers) {
      const body = transition(number);
      const stored = encodeBody(body);
      const { fingerprint, name, summary, entityId, startedAt } = body;
      const id = number + 1;
      log.run(id, stored.kind, DEFAULT_SCOPE, "prometheus", stored.subject, startedAt, startedAt, stored.body);
      alert.run(
        id,
        DEFAULT_SCOPE,
        fingerprint,
        name,
        0,
        3,
        summary,
        JSON.stringify(body.labels),
        entityId,
        entityId,
        startedAt,
        startedAt,
        1,
        id,
      );
      seen.run(id, startedAt);
      source.run(id, "prometheus", fingerprint, 0, "[]", fingerprint);
    }
  };
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

function measureRatio(): { storePerSecond: number; rawPerSecond: number; ratio: number } {
  const [store, plain] = [openStore("store"), openStore("raw")];
  const [byStore, byHand] = [throughStore(store), raw(plain)];
  const rates = Array.from({ length: ROUNDS }, (_, round) => ({
    raw: rate(plain, round * ROWS, ROWS, byHand),
    store: rate(store, round * ROWS, ROWS, byStore),
  }));
  closeDatabase(store);
  closeDatabase(plain);
  return {
    storePerSecond: Math.round(median(rates.map((round) => round.store))),
    rawPerSecond: Math.round(median(rates.map((round) => round.raw))),
    ratio: median(rates.map((round) => round.store / round.raw)),
  };
}

function measureDecay(): { perSecondByPartition: number[]; lastToFirst: number; readPerSecond: number } {
  const db = openStore("decay");
  const perSecondByPartition: number[] = [];
  for (let from = 0; from < EVENTS; from += PARTITION.rows) {
    const count = Math.min(PARTITION.rows, EVENTS - from);
    perSecondByPartition.push(
      Math.round(rate(db, from, count, (numbers) => appendEvents(db, numbers.map(transition).map(entry), PARTITION))),
    );
  }
  const readPerSecond = Math.round(measureReading(db));
  closeDatabase(db);
  const lastToFirst = (perSecondByPartition.at(-1) ?? 0) / (perSecondByPartition[0] ?? 1);
  return { perSecondByPartition, lastToFirst, readPerSecond };
}

/** Entries a second that a reader gets back whole, from the beginning. */
function measureReading(db: WritableDb): number {
  const begun = performance.now();
  let read = 0;
  let after = START;
  for (
    let page = readEvents(db, after, 1_000);
    page.length > 0 && read < 500_000;
    page = readEvents(db, after, 1_000)
  ) {
    read += page.length;
    after = page.at(-1)?.position ?? after;
  }
  return read / ((performance.now() - begun) / 1_000);
}

const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
try {
  console.log(JSON.stringify({ machine, batch: BATCH, ratio: measureRatio(), decay: measureDecay() }, null, 2));
} finally {
  rmSync(folder, { recursive: true });
}
