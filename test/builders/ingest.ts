import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { once } from "../../electron/engine/actions/outbox-runner.ts";
import type { CommandName, Commands } from "../../electron/engine/commands.ts";
import { runCommand } from "../../electron/engine/ingest/commands.ts";
import { Intake } from "../../electron/engine/ingest/intake.ts";
import { loadIntakeState } from "../../electron/engine/ingest/load.ts";
import { pollJob, type PollJobParts } from "../../electron/engine/ingest/poll-job.ts";
import { WriteQueue } from "../../electron/engine/ingest/write-queue.ts";
import { createMasker, type Masker } from "../../electron/engine/pipeline/mask.ts";
import { closeDatabase, openDatabase, type WritableDb } from "../../electron/engine/store/database.ts";
import { putSource } from "../../electron/engine/store/sources.ts";
import type { Report } from "../../shared/domain/event.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";
import type { Caller } from "../../shared/domain/session.ts";

const ANNA: Caller = { name: "anna", scopes: [DEFAULT_SCOPE], permissions: ["read", "act"] };
export const NOW = 1_700_000_060_000;

/** What a poll says beside its reports. */
type Others = Pick<PollJobParts, "ended" | "holding">;

/** Write queue and pipeline over a database in a file of its own, as on the ingest thread. */
export class IngestBench {
  readonly folder = mkdtempSync(path.join(tmpdir(), "watchfloor-ingest-"));
  readonly db: WritableDb;
  readonly masker: Masker = createMasker({ keyId: "k1", key: Buffer.alloc(32, 7).toString("base64") });
  readonly intake: Intake;
  readonly queue: WriteQueue;
  readonly faults: unknown[] = [];
  readonly rolledBack: unknown[] = [];
  readonly unsynced: unknown[] = [];
  /** Brings what is committed onto the disk; a test makes it slow, or lets it fail. */
  disk: () => Promise<void> = () => Promise.resolve();
  /** What the queue takes for the time of day, so that a transaction can be made to look long. */
  clockMs = 0;
  #snapshots = 0;

  constructor() {
    const opened = openDatabase(path.join(this.folder, "watchfloor.db"));
    if (!opened.ok) throw new Error(opened.problem.kind);
    this.db = opened.db;
    this.intake = new Intake(this.db, this.masker, loadIntakeState(this.db));
    this.queue = new WriteQueue({
      db: this.db,
      monotonicMs: () => this.clockMs,
      onCommitted: () => this.intake.committed(),
      synced: () => this.disk(),
      onUnsynced: (error) => this.unsynced.push(error),
      onRolledBack: (error) => {
        this.rolledBack.push(error);
        this.intake.reset(loadIntakeState(this.db));
      },
    });
  }

  /** Configures a source, as far as the store is concerned. */
  addSource(id: string, canAct = false): void {
    putSource(this.db, {
      id,
      scope: DEFAULT_SCOPE,
      kind: "test",
      name: id,
      origin: "form",
      enabled: true,
      canAct,
      settings: {},
      intervalMs: 10_000,
    });
    this.intake.reset(loadIntakeState(this.db));
  }

  /** Queues a full list. */
  list(sourceId: string, reports: readonly Report[], receivedAt = NOW, others: Others = {}): Promise<void> {
    return this.#deliver(sourceId, reports, receivedAt, ++this.#snapshots, others);
  }

  /** Queues reports that come one by one. */
  push(sourceId: string, reports: readonly Report[], receivedAt = NOW, others: Others = {}): Promise<void> {
    return this.#deliver(sourceId, reports, receivedAt, undefined, others);
  }

  /** Queues work that is urgent, as a person's is. */
  urgent(work: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.queue.add(
        once(work, (error) => (error === undefined ? resolve() : reject(error))),
        "urgent",
      );
    });
  }

  /** Sends a command as its caller would; throws the code of the reason when it is refused. */
  async command<K extends CommandName>(
    name: K,
    input: Commands[K]["input"],
    now = NOW,
  ): Promise<Commands[K]["output"]> {
    const parts = {
      db: this.db,
      intake: this.intake,
      queue: this.queue,
      sources: { canAct: () => true, nameOf: (id: string) => id },
      // No command about sources is sent here.
      commands: undefined as never,
      now: () => now,
      mask: (text: string) => this.masker.mask(text),
      onDone: () => {},
    };
    const result = await runCommand(parts, name, ANNA, input);
    if (!result.ok) throw new Error(result.error.reason.code);
    return result.value as Commands[K]["output"];
  }

  /** Runs what waits in the queue. */
  async settle(): Promise<void> {
    while (this.queue.depth > 0) await turn();
  }

  close(): void {
    closeDatabase(this.db);
    rmSync(this.folder, { recursive: true });
  }

  #deliver(
    sourceId: string,
    reports: readonly Report[],
    receivedAt: number,
    snapshot: number | undefined,
    others: Others,
  ): Promise<void> {
    const delivery = { sourceId, scope: DEFAULT_SCOPE, receivedAt, snapshot };
    return new Promise((resolve, reject) => {
      this.queue.add(
        pollJob({
          intake: this.intake,
          delivery,
          reports,
          ...others,
          finish: () => {},
          onFault: (error) => this.faults.push(error),
          settled: (error) => (error === undefined ? resolve() : reject(error)),
        }),
      );
    });
  }
}
