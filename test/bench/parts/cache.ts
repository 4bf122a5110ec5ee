import { mkdirSync } from "node:fs";
import path from "node:path";
import { findAlert, insertAlert } from "../../../electron/engine/store/alerts.ts";
import { saveAnalysisState } from "../../../electron/engine/store/analysis-state.ts";
import { Checkpoints } from "../../../electron/engine/store/checkpoint.ts";
import { closeDatabase, openDatabase, openReader } from "../../../electron/engine/store/database.ts";
import { appendEvents, logHead } from "../../../electron/engine/store/event-log.ts";
import { encodePosition } from "../../../electron/engine/store/position.ts";
import { openIncidents } from "../../../electron/engine/store/read-metrics.ts";
import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { AlertTransition, NewLogEntry } from "../../../shared/domain/log.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { bodiesOf } from "./alerts.ts";
import { BenchEngine } from "./engine.ts";
import { post } from "./load.ts";

const BATCH = 250;
const ALERTS = 50_000;
const FIRING = 2_000;
const DAY_MS = 24 * 3_600_000;
const OPEN_WITHIN_MS = 120_000;

/**
 * A data folder as a day's work leaves it: `events` log entries of alerts that ended, written by the store's functions, and
 * alerts that fire in open incidents, which a real engine made of what was posted to it.
 */
export async function aCache(folder: string, events: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeHistory(path.join(folder, "watchfloor.db"), events, Date.now() - DAY_MS / 2);
  const engine = await BenchEngine.start(folder);
  await post(engine.url, bodiesOf(0, FIRING, 100, Date.now() - 60_000));
  await hasIncidents(engine.databaseFile);
  await engine.close({ keep: true });
}

function writeHistory(file: string, events: number, begun: number): void {
  const opened = openDatabase(file);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const { db } = opened;
  const checkpoints = new Checkpoints(db, () => performance.now());
  for (let from = 0; from < events; from += BATCH) {
    const size = Math.min(BATCH, events - from);
    const entries = Array.from({ length: size }, (_, index) => entryOf(from + index, begun));
    db.exec("BEGIN IMMEDIATE");
    appendEvents(db, entries);
    const head = encodePosition(logHead(db));
    for (const { body, at, receivedAt } of entries) {
      if (body.state !== "resolved" || findAlert(db, DEFAULT_SCOPE, body.fingerprint) !== undefined) continue;
      const times = { changedAt: at, resolvedAt: at, lastSeenAt: receivedAt };
      insertAlert(db, { ...body, ...times, scope: DEFAULT_SCOPE, description: null, position: head });
    }
    saveAnalysisState(db, [], { position: head, ordinal: -1 });
    db.exec("COMMIT");
    checkpoints.slice();
  }
  closeDatabase(db);
}

function entryOf(number: number, begun: number): NewLogEntry & { body: AlertTransition } {
  const life = Math.floor(number / 2);
  const alert = life % ALERTS;
  const host = `shop-${alert % 5_000}`;
  const ends = number % 2 === 1;
  const at = begun + number;
  return {
    scope: DEFAULT_SCOPE,
    sourceId: "load",
    at,
    receivedAt: at,
    body: {
      kind: "alert",
      transition: ends ? "resolved" : "opened",
      fingerprint: `past-${alert}` as Fingerprint,
      entityId: `past-${alert % 5_000}` as EntityId,
      name: "HighLatency",
      state: ends ? "resolved" : "firing",
      severity: "major",
      summary: `Latency of checkout at ${host} is above 2 s for ten minutes`,
      labels: { job: "shop", instance: `${host}:9100`, cluster: "eu-1", team: "payments", severity: "major" },
      startedAt: begun + number - (number % 2),
      version: Math.floor(life / ALERTS) * 2 + (ends ? 2 : 1),
    },
  };
}

async function hasIncidents(file: string): Promise<void> {
  const db = openReader(file);
  const until = performance.now() + OPEN_WITHIN_MS;
  while (openIncidents(db) === 0) {
    if (performance.now() > until) throw new Error(`no incident opened in ${OPEN_WITHIN_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  db.close();
}
