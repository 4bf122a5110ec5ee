import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { age } from "../../electron/engine/ingest/ageing.ts";
import type { Delivery } from "../../electron/engine/ingest/delivery.ts";
import { Draft } from "../../electron/engine/ingest/draft.ts";
import { Intake } from "../../electron/engine/ingest/intake.ts";
import { loadIntakeState } from "../../electron/engine/ingest/load.ts";
import { endSilentLimits } from "../../electron/engine/ingest/silent-limits.ts";
import { createMasker } from "../../electron/engine/pipeline/mask.ts";
import { closeDatabase, openDatabase, type WritableDb } from "../../electron/engine/store/database.ts";
import { readEvents } from "../../electron/engine/store/event-log.ts";
import { listAlerts } from "../../electron/engine/store/read-alerts.ts";
import type { Report } from "../../shared/domain/event.ts";
import type { LogBody } from "../../shared/domain/log.ts";
import { START } from "../../shared/domain/position.ts";
import { DEFAULT_SCOPE, type Scope } from "../../shared/domain/scope.ts";

export const NOW = 1_700_000_060_000;

const EVERY_ALERT: Parameters<typeof listAlerts>[2] = {
  filter: { states: ["firing", "suppressed", "resolved"], severities: [], sourceIds: [], unacknowledged: false },
  order: "severity",
  offset: 0,
  limit: 100,
};

/** The pipeline over a database in a file of its own, a transaction per call. */
export class IntakeBench {
  readonly folder = mkdtempSync(path.join(tmpdir(), "watchfloor-intake-"));
  readonly file = path.join(this.folder, "watchfloor.db");
  db: WritableDb;
  intake: Intake;
  #snapshots = 0;

  constructor() {
    this.db = open(this.file);
    this.intake = makeIntake(this.db);
  }

  /** One transaction with these reports, as they come one by one. */
  push(sourceId: string, reports: readonly Report[], receivedAt = NOW): void {
    this.#transact({ sourceId, scope: DEFAULT_SCOPE, receivedAt, snapshot: undefined }, reports);
  }

  /** A full list: what it lacks has ended. */
  snapshot(sourceId: string, reports: readonly Report[], receivedAt = NOW, scope: Scope = DEFAULT_SCOPE): void {
    this.#transact({ sourceId, scope, receivedAt, snapshot: ++this.#snapshots }, reports);
  }

  /** Time passes; what nobody has told of for `spanMs` goes. */
  tick(at: number, spanMs: number): void {
    const draft = new Draft(this.db);
    this.db.exec("BEGIN IMMEDIATE");
    draft.log({ scope: DEFAULT_SCOPE, sourceId: "engine", at, receivedAt: at, body: { kind: "tick" } });
    age(this.db, this.intake.state, draft, at, spanMs);
    endSilentLimits(this.db, this.intake.state, draft, at);
    draft.flush();
    this.db.exec("COMMIT");
  }

  /** The source says which labels it adds for the outside. */
  learn(sourceId: string, externalLabels: readonly string[]): void {
    const draft = new Draft(this.db);
    this.db.exec("BEGIN IMMEDIATE");
    const delivery = { sourceId, scope: DEFAULT_SCOPE, receivedAt: NOW, snapshot: undefined };
    this.intake.learnExternalLabels(externalLabels, delivery, draft);
    draft.flush();
    this.db.exec("COMMIT");
  }

  /** All that is in the log. */
  log(): LogBody[] {
    return readEvents(this.db, START, 1_000).map(({ body }) => body);
  }

  /** What happened to alerts, in order. */
  transitions(): string[] {
    return this.log().flatMap((body) => (body.kind === "alert" ? [body.transition] : []));
  }

  /** Every alert of a scope, ended ones as well. */
  alerts(scope: Scope = DEFAULT_SCOPE) {
    return listAlerts(this.db, [scope], EVERY_ALERT).rows;
  }

  /** Closes the file and opens it again, as after a restart. */
  restart(): void {
    closeDatabase(this.db);
    this.db = open(this.file);
    this.intake = makeIntake(this.db);
  }

  close(): void {
    closeDatabase(this.db);
    rmSync(this.folder, { recursive: true });
  }

  #transact(delivery: Delivery, reports: readonly Report[]): void {
    const draft = new Draft(this.db);
    this.db.exec("BEGIN IMMEDIATE");
    for (const report of reports) this.intake.take(report, delivery, draft);
    for (const handle of this.intake.missingFrom(delivery, reports)) this.intake.end(handle, delivery, draft);
    draft.flush();
    this.db.exec("COMMIT");
  }
}

function open(file: string): WritableDb {
  const opened = openDatabase(file);
  if (!opened.ok) throw new Error(opened.problem.kind);
  return opened.db;
}

const makeIntake = (db: WritableDb): Intake =>
  new Intake(db, createMasker({ keyId: "k1", key: Buffer.alloc(32, 7).toString("base64") }), loadIntakeState(db));
