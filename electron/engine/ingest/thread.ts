import type { MessagePort } from "node:worker_threads";
import type { Topic } from "../../../shared/contract/updates.ts";
import type { SourceConfig } from "../../../shared/domain/source.ts";
import { once, OutboxRunner } from "../actions/outbox-runner.ts";
import type { ConnectorIo, Result } from "../connectors/connector.ts";
import { createDemo } from "../connectors/demo/connector.ts";
import { demoSources } from "../connectors/demo/sources.ts";
import { createIo } from "../connectors/io.ts";
import { connectors, createRegistry, type Registry } from "../connectors/registry.ts";
import { createMasker } from "../pipeline/mask.ts";
import { checkpointSlice } from "../store/checkpoint.ts";
import { closeDatabase, problemOf, suspectDamage, type WritableDb } from "../store/database.ts";
import { logHead } from "../store/event-log.ts";
import { LogSync } from "../store/log-sync.ts";
import { describeClosed } from "../store/incident-features.ts";
import { retentionSlice } from "../store/retention.ts";
import { loadSources } from "../store/sources.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { age } from "./ageing.ts";
import { AnalysisLink } from "./analysis-link.ts";
import { runCommand } from "./commands.ts";
import { configureRules } from "./configure-rules.ts";
import { asConfig, configure } from "./configure.ts";
import type { Draft } from "./draft.ts";
import { EvidenceCollector } from "./evidence.ts";
import { Intake } from "./intake.ts";
import { loadIntakeState } from "./load.ts";
import type { FromIngest, IngestOptions, IngestStats, ToIngest } from "./protocol.ts";
import { silenceJob } from "./silence-job.ts";
import { sourceCommands, type SourceCommands } from "./source-commands.ts";
import { SourceJobs } from "./source-events.ts";
import { Obstacle } from "./obstacle.ts";
import { Sources } from "./sources.ts";
import { Staleness } from "./staleness.ts";
import { tickJob, Ticks } from "./tick.ts";
import { WriteQueue } from "./write-queue.ts";

const TICK_CHECK_MS = 500;
/** Between ticks while the analysis has put something off. */
const SOON_TICK_MS = 50;
const HOUSEKEEPING_MS = 1_000;
const RETENTION_MS = 60_000;
/** Closed incidents whose features are written with a tick. */
const DESCRIBED_A_TICK = 10;
/** Between slices of retention. */
const IDLE_PAUSE_MS = 50;
const BUSY_PAUSE_MS = 1_000;
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
  readonly #ticks = new Ticks();
  readonly #registry: Registry;
  readonly #mask: (text: string) => string;
  readonly #secrets = new Map<number, (result: Result<string>) => void>();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #changed = new Set<Topic>();
  readonly #obstacle = new Obstacle(Date.now, (obstacle) => {
    this.#log(obstacle === null ? text("engine.storesAgain") : textOf(obstacle));
    this.#tell({ kind: "obstacle", obstacle });
  });
  #nextSecret = 0;
  #soonTick: NodeJS.Timeout | undefined;
  /** Why work on the file was put off the last time. */
  #putOff: string | undefined;
  #closed = false;

  constructor(db: WritableDb, options: IngestOptions, tell: (message: FromIngest) => void) {
    const now = () => Date.now();
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
      monotonicMs: () => performance.now(),
      onCommitted: (draft) => this.#committed(draft),
      onRolledBack: (error) => this.#rolledBack(error),
      synced: () => this.#logSync.synced(),
      onUnsynced: (error) => this.#notStored(error),
    });
    const makeIo = (signal: AbortSignal): ConnectorIo =>
      createIo({ now, random: Math.random, secret: (reference) => this.#secret(reference), signal });
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
      onBehind: () => this.#tickSoon(),
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
  }

  #committed({ topics, entries }: Draft): void {
    this.#intake.committed();
    this.#obstacle.stored();
    for (const topic of topics) this.#changed.add(topic);
    if (topics.has("alerts") || topics.has("changes") || topics.has("topology")) this.#ticks.event(Date.now());
    if (entries > 0) this.#analysis.advance();
    this.#keepHouse(() => checkpointSlice(this.#db));
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
    this.#configure();
    const every = (ms: number, work: () => void) => this.#timers.push(setInterval(work, ms));
    every(TICK_CHECK_MS, () => this.#ticks.due(Date.now()) && this.#tick());
    every(HOUSEKEEPING_MS, () => this.#housekeep());
    every(RETENTION_MS, () => this.#retain());
    every(NOTIFY_MS, () => this.#notify());
    every(STATS_MS, () => this.#tell({ kind: "stats", stats: this.#stats() }));
  }

  receive(message: Exclude<ToIngest, { kind: "open" | "close" }>): void {
    switch (message.kind) {
      case "analysis":
        return this.#analysis.connect(message.port as MessagePort);
      case "secret":
        this.#secrets.get(message.id)?.(message.result);
        this.#secrets.delete(message.id);
        return;
      case "command":
        void this.#command(message);
    }
  }

  /** Stops sources, writes what waits, lets go of the file. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#outbox.close();
    await this.#sources.stopAll();
    await this.#queue.close();
    this.#analysis.close();
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

  /** Puts the configuration into the store and starts what it holds. Without it there is nothing to do: a failure ends the thread. */
  #configure(): void {
    const now = Date.now();
    const { demo, sources, rules = [] } = this.#options;
    const known = demo ? loadSources(this.#db).filter(({ origin }) => origin === "demo") : [];
    const ofDemo = demo && (known.length > 0 ? known.map(asConfig) : demoSources(demo.seed, now));
    const configuration = { origin: demo ? "demo" : "file", sources: ofDemo ?? sources, now } as const;
    let all: SourceConfig[] = [];
    const work = (draft: Draft): void => {
      all = configure(this.#db, draft, this.#registry, configuration);
      configureRules(this.#db, draft, rules, now);
    };
    const ended = (error?: unknown): void => {
      if (error !== undefined) throw error;
      const enabled = all.filter((source) => source.enabled);
      for (const { id } of enabled) this.#intake.hear(id);
      for (const source of enabled) this.#sources.start(source);
      // Of sources that were taken out of the file while nothing ran, or whose end a crash cut short.
      for (const id of this.#intake.state.alerts.sourceIds()) if (!this.#intake.hears(id)) this.#silence(id);
    };
    this.#queue.add(once(work, ended), "urgent");
  }

  #silence(sourceId: string): void {
    const onFailed = (error: unknown): void =>
      this.#log(`the alerts of ${sourceId} could not be ended, the next start does it: ${String(error)}`);
    this.#queue.add(silenceJob(this.#intake, sourceId, Date.now(), onFailed));
  }

  #log(line: string): void {
    this.#tell({ kind: "log", line: this.#mask(line) });
  }

  #housekeep(): void {
    this.#obstacle.look();
    this.#outbox.run();
    this.#evidence.run();
    if (this.#staleness.changed()) this.#changed.add("sources").add("incidents");
    if (this.#queue.depth === 0) this.#keepHouse(() => checkpointSlice(this.#db, true));
  }

  /** One slice after the other, between transactions. A source that never rests only makes the pauses longer. */
  #retain(): void {
    if (this.#closed) return;
    const { retention } = this.#options;
    const done = this.#keepHouse(() => retentionSlice(this.#db, retention, Date.now()))?.done ?? true;
    const busy = this.#queue.depth > 0;
    if (!done) setTimeout(() => this.#retain(), busy ? BUSY_PAUSE_MS : IDLE_PAUSE_MS).unref();
  }

  /** Work on the file that can wait: a full disk, or a reader in the way, puts it off and stops nothing else. */
  #keepHouse<T>(work: () => T): T | undefined {
    try {
      const result = work();
      this.#putOff = undefined;
      return result;
    } catch (error) {
      const problem = problemOf(error);
      if (problem === undefined) throw error;
      this.#giveUpWhenDamaged(error);
      if (this.#putOff !== problem.kind) this.#log(`the database cannot be tidied up now: ${textOf(problem.message)}`);
      this.#putOff = problem.kind;
      return undefined;
    }
  }

  /** The next start checks the file and sets it aside; this thread can do nothing more with it. */
  #giveUpWhenDamaged(error: unknown): void {
    if (problemOf(error)?.kind !== "damaged") return;
    suspectDamage(this.#options.file);
    throw error;
  }

  #tick(): void {
    const spanMs = this.#options.retention.topologyDays * DAY_MS;
    const whileAtIt = (draft: Draft, at: number): void => {
      age(this.#db, this.#intake.state, draft, at, spanMs);
      describeClosed(this.#db, DESCRIBED_A_TICK);
    };
    this.#queue.add(tickJob(Date.now, whileAtIt));
  }

  #tickSoon(): void {
    if (this.#soonTick !== undefined) return;
    this.#soonTick = setTimeout(() => {
      this.#soonTick = undefined;
      if (!this.#closed) this.#tick();
    }, SOON_TICK_MS).unref();
  }

  /** Topics only, and at most four a second: ports have no back-pressure. */
  #notify(): void {
    if (this.#changed.size === 0) return;
    const topics = [...this.#changed];
    this.#changed.clear();
    this.#tell({ kind: "changed", topics });
  }

  #stats(): IngestStats {
    const times = Float64Array.from(this.#queue.recentTimes).sort();
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
    return {
      queueDepth: this.#queue.depth,
      transactions: this.#queue.histogram(),
      transactionP50Ms: at(0.5),
      transactionP99Ms: at(0.99),
      activeAlerts: this.#intake.state.alerts.size,
      analysisLag: Math.max(0, logHead(this.#db).position - this.#analysis.appliedUpTo),
      quarantined: this.#analysis.quarantined,
    };
  }

  #secret(reference: string): Promise<Result<string>> {
    const id = this.#nextSecret++;
    return new Promise((resolve) => {
      this.#secrets.set(id, resolve);
      this.#tell({ kind: "secret", id, reference });
    });
  }
}
