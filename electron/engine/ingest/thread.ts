import type { MessagePort } from "node:worker_threads";
import type { Topic } from "../../../shared/contract/updates.ts";
import type { SourceConfig } from "../../../shared/domain/source.ts";
import { OutboxRunner } from "../actions/outbox-runner.ts";
import type { ConnectorIo } from "../connectors/connector.ts";
import { createDemo } from "../connectors/demo/connector.ts";
import { createIo } from "../connectors/io.ts";
import { connectors, createRegistry, type Registry } from "../connectors/registry.ts";
import { createMasker } from "../pipeline/mask.ts";
import { closeDatabase, problemOf, suspectDamage, type WritableDb } from "../store/database.ts";
import { LogSync } from "../store/log-sync.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { AnalysisLink } from "./analysis-link.ts";
import { Clock } from "./clock.ts";
import { runCommand } from "./commands.ts";
import type { Draft } from "./draft.ts";
import { EvidenceCollector } from "./evidence.ts";
import { firstConfiguration } from "./first-configuration.ts";
import { Housekeeping } from "./housekeeping.ts";
import { Intake } from "./intake.ts";
import { loadIntakeState } from "./load.ts";
import type { FromIngest, IngestOptions, IngestStats, ToIngest } from "./protocol.ts";
import { SecretRequests } from "./secret-requests.ts";
import { silenceJob } from "./silence-job.ts";
import { sourceCommands, type SourceCommands } from "./source-commands.ts";
import { SourceJobs } from "./source-events.ts";
import { Obstacle } from "./obstacle.ts";
import { Sources } from "./sources.ts";
import { Staleness } from "./staleness.ts";
import { statisticsOf } from "./statistics.ts";
import { WriteQueue } from "./write-queue.ts";

const HOUSEKEEPING_MS = 1_000;
const NOTIFY_MS = 250;
const STATS_MS = 1_000;
const DAY_MS = 86_400_000;

/** Everything that runs on the ingest thread, wired in the order of the flow. */
export class IngestThread {
  readonly #db: WritableDb;
  readonly #options: IngestOptions;
  readonly #tell: (message: FromIngest) => void;
  readonly #queue: WriteQueue;
  readonly #logSync: LogSync;
  readonly #intake: Intake;
  readonly #sources: Sources;
  readonly #commands: SourceCommands;
  readonly #analysis: AnalysisLink;
  readonly #outbox: OutboxRunner;
  readonly #evidence: EvidenceCollector;
  readonly #staleness: Staleness;
  readonly #clock: Clock;
  readonly #housekeeping: Housekeeping;
  readonly #registry: Registry;
  readonly #mask: (text: string) => string;
  readonly #secrets = new SecretRequests((id, reference) => this.#tell({ kind: "secret", id, reference }));
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #changed = new Set<Topic>();
  readonly #obstacle = new Obstacle(Date.now, (obstacle) => {
    this.#log(obstacle === null ? text("engine.storesAgain") : textOf(obstacle));
    this.#tell({ kind: "obstacle", obstacle });
  });

  constructor(db: WritableDb, options: IngestOptions, tell: (message: FromIngest) => void) {
    const now = () => Date.now();
    const monotonicMs = () => performance.now();
    const log = (line: string) => this.#log(line);
    const onError = (error: unknown) => this.#fault(error);
    const masker = createMasker(options.mask);
    this.#db = db;
    this.#options = options;
    this.#tell = tell;
    this.#mask = (text) => masker.mask(text);
    this.#registry = createRegistry(options.demo ? [...connectors, createDemo()] : connectors);

    this.#intake = new Intake(db, masker, loadIntakeState(db));
    this.#logSync = new LogSync(db);
    this.#queue = new WriteQueue({
      db,
      monotonicMs,
      onCommitted: (draft) => this.#committed(draft),
      onRolledBack: (error) => this.#rolledBack(error),
      synced: () => this.#logSync.synced(),
      onUnsynced: (error) => this.#notStored(error),
    });
    const makeIo = (signal: AbortSignal): ConnectorIo =>
      createIo({ now, random: Math.random, secret: (reference) => this.#secrets.find(reference), signal });
    const events = new SourceJobs({ db, queue: this.#queue, intake: this.#intake, now, mask: this.#mask, log });
    this.#sources = new Sources({ registry: this.#registry, makeIo, events, log });
    this.#commands = sourceCommands({
      db,
      registry: this.#registry,
      sources: this.#sources,
      makeIo,
      silence: (id) => this.#silence(id),
      mask: this.#mask,
    });
    const parts = { db, now, mask: this.#mask, onError };
    this.#evidence = new EvidenceCollector({ ...parts, sources: this.#sources, queue: this.#queue });
    this.#analysis = new AnalysisLink({
      db,
      queue: this.#queue,
      now,
      log,
      restart: () => tell({ kind: "restart-analysis" }),
      onIncidents: (ids) => ids.forEach((id) => this.#evidence.want(id)),
      onBehind: () => this.#clock.tickSoon(),
    });
    this.#outbox = new OutboxRunner({
      ...parts,
      intake: this.#intake,
      portOf: (id) => this.#sources.portOf(id),
      standingOf: (id) => this.#standingOf(id),
      add: (job) => this.#queue.add(job, "urgent"),
      poll: (id) => void this.#sources.poll(id),
    });
    this.#staleness = new Staleness(db, now);
    const topologySpanMs = options.retention.topologyDays * DAY_MS;
    this.#clock = new Clock({ db, queue: this.#queue, intake: this.#intake, now, topologySpanMs });
    const { retention } = options;
    const onDamaged = (error: unknown): void => this.#giveUpWhenDamaged(error);
    this.#housekeeping = new Housekeeping({ db, queue: this.#queue, retention, now, monotonicMs, log, onDamaged });
  }

  #committed(draft: Draft): void {
    this.#intake.committed();
    this.#obstacle.stored();
    for (const topic of draft.topics) this.#changed.add(topic);
    this.#clock.committed(draft);
    if (draft.entries > 0) this.#analysis.advance();
    this.#housekeeping.committed();
  }

  #rolledBack(error: unknown): void {
    this.#notStored(error);
    this.#intake.reset(loadIntakeState(this.#db));
  }

  #notStored(error: unknown): void {
    this.#giveUpWhenDamaged(error);
    const known = problemOf(error, this.#options.file);
    if (known === undefined) this.#fault(error);
    else this.#obstacle.meet(known.message);
  }

  #standingOf(id: string): "gone" | "answers" | "silent" {
    if (!this.#intake.hears(id)) return "gone";
    return this.#sources.answers(id) ? "answers" : "silent";
  }

  /** A fault names the value at fault, which may be anything. */
  #fault(error: unknown): void {
    this.#log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  start(): void {
    this.#logSync.begin();
    const configured = (all: readonly SourceConfig[]): void => this.#configured(all);
    const edges = { now: Date.now(), mask: this.#mask };
    this.#queue.add(firstConfiguration(this.#db, this.#options, this.#registry, edges, configured), "urgent");
    const every = (ms: number, work: () => void) => this.#timers.push(setInterval(work, ms));
    this.#clock.start();
    this.#housekeeping.start();
    every(HOUSEKEEPING_MS, () => this.#look());
    every(NOTIFY_MS, () => this.#notify());
    every(STATS_MS, () => this.#tell({ kind: "stats", stats: this.#statistics() }));
  }

  receive(message: Exclude<ToIngest, { kind: "open" | "close" }>): void {
    switch (message.kind) {
      case "analysis":
        return this.#analysis.connect(message.port as MessagePort);
      case "secret":
        return this.#secrets.answer(message.id, message.result);
      case "command":
        void this.#command(message);
    }
  }

  /** Stops sources, writes what waits, lets go of the file. */
  async close(): Promise<void> {
    this.#clock.stop();
    this.#housekeeping.stop();
    for (const timer of this.#timers) clearInterval(timer);
    this.#outbox.close();
    await this.#sources.stopAll();
    const written = this.#queue.close();
    // Whatever the analysis proposes from here on, it will propose again.
    this.#analysis.close();
    await written;
    this.#logSync.end();
    closeDatabase(this.#db);
  }

  async #command({ id, name, caller, input }: Extract<ToIngest, { kind: "command" }>): Promise<void> {
    const parts = {
      db: this.#db,
      intake: this.#intake,
      queue: this.#queue,
      sources: this.#sources,
      commands: this.#commands,
      now: () => Date.now(),
      mask: this.#mask,
      onDone: () => {
        this.#outbox.run();
        this.#notify();
      },
    };
    try {
      this.#tell({ kind: "reply", id, result: await runCommand(parts, name, caller, input) });
    } catch (error) {
      this.#log(`command ${name} failed: ${error instanceof Error ? error.stack : String(error)}`);
      const reason = { code: "command.failed", params: {} };
      this.#tell({ kind: "reply", id, result: { ok: false, error: { code: "BUSY", reason } } });
    }
  }

  #configured(all: readonly SourceConfig[]): void {
    const enabled = all.filter((source) => source.enabled);
    for (const { id } of enabled) this.#intake.hear(id);
    for (const source of enabled) this.#sources.start(source);
    // Of sources that were taken out of the file while nothing ran, or whose end a crash cut short.
    for (const id of this.#intake.state.alerts.sourceIds()) if (!this.#intake.hears(id)) this.#silence(id);
  }

  #silence(sourceId: string): void {
    const onFailed = (error: unknown): void =>
      this.#log(`the alerts of ${sourceId} could not be ended, the next start does it: ${String(error)}`);
    this.#queue.add(silenceJob(this.#intake, sourceId, Date.now(), onFailed));
  }

  #log(line: string): void {
    this.#tell({ kind: "log", line: this.#mask(line) });
  }

  /** What is due now and then. */
  #look(): void {
    this.#obstacle.look();
    this.#outbox.run();
    this.#evidence.run();
    if (this.#staleness.changed()) this.#changed.add("sources").add("incidents");
    this.#housekeeping.run();
  }

  /** The next start checks the file and sets it aside; this thread can do nothing more with it. */
  #giveUpWhenDamaged(error: unknown): void {
    if (problemOf(error)?.kind !== "damaged") return;
    suspectDamage(this.#options.file);
    throw error;
  }

  /** Topics only, and at most four a second: ports have no back-pressure. */
  #notify(): void {
    if (this.#changed.size === 0) return;
    const topics = [...this.#changed];
    this.#changed.clear();
    this.#tell({ kind: "changed", topics });
  }

  #statistics(): IngestStats {
    return statisticsOf({
      db: this.#db,
      queue: this.#queue,
      intake: this.#intake,
      analysis: this.#analysis,
      housekeeping: this.#housekeeping,
    });
  }
}
