import { mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { MessageChannel, Worker } from "node:worker_threads";
import type { Topic } from "../../shared/contract/updates.ts";
import type { Message } from "../../shared/domain/message.ts";
import type { Caller } from "../../shared/domain/session.ts";
import type { Rule } from "../../shared/domain/rule.ts";
import type { SourceConfig } from "../../shared/domain/source.ts";
import type { EngineAccess, EngineFacts } from "./api/access.ts";
import { type Reader, startReader } from "./api/reader.ts";
import type { SendCommand } from "./commands.ts";
import { databaseFile } from "./config/data-folder.ts";
import type { Result } from "./connectors/connector.ts";
import { createDemo } from "./connectors/demo/connector.ts";
import { DEMO_SEED } from "./connectors/demo/settings.ts";
import { connectors, createRegistry } from "./connectors/registry.ts";
import { referencesIn } from "./connectors/settings.ts";
import { RuleTester } from "./backtest/tester.ts";
import { IngestLink } from "./ingest-link.ts";
import type { EngineMetrics } from "./listener/metrics.ts";
import { readMetrics } from "./metrics.ts";
import { isReadyForReaders, openReader, type ReadableDb } from "./store/database.ts";
import { scopeOfSource, sourceConfig } from "./store/read-sources.ts";
import { restartPauseMs } from "./restart-pause.ts";
import { replaceSecrets } from "./secrets/replace.ts";
import { workerFile } from "./worker-file.ts";

/** What an engine is started with. */
export type EngineOptions = {
  /** Holds the database; the demo's is never that of real sources. */
  dataFolder: string;
  /** The built-in simulation in place of real sources. */
  demo: boolean;
  /** Sources of the configuration file; those of the form are in the database. */
  sources: SourceConfig[];
  /** Rules of the configuration file; those of the form are in the database. */
  rules?: Rule[];
  mask: { keyId: string; key: string };
  retention: { days: number; maximumBytes: number; topologyDays: number };
  version: string;
  resolveSecret(reference: string): Promise<Result<string>>;
  /** Keeps a secret from the form and returns the reference that takes its place. */
  storeSecret(name: string, value: string): Promise<string>;
  /** Forgets a secret of a source that is gone. */
  removeSecret(name: string): Promise<void>;
  log(line: string): void;
  /** How long the analysis waits, so that a window that opens at once has its first list before; 0 without. */
  analysisAfterMs?: number;
  /** Answers what is stored while the ingest thread still starts, if the file needs no work before. */
  readsEarly?: boolean;
};

export type EngineHandle = {
  access: EngineAccess;
  /** Resolves when the ingest thread works, or with what keeps it from doing so: the engine is of no use then. */
  ready: Promise<Message | undefined>;
  /** Reads the database. */
  metrics(): EngineMetrics;
  /** What keeps it from working as it should, without a look into a database that may be what is broken. */
  problems(): Message[];
  close(): Promise<void>;
};

export type EngineStart = { ok: true; engine: EngineHandle } | { ok: false; problem: Message };

/** A thread that ran so long was well: its end is no part of a crash loop. */
const STEADY_MS = 5 * 60_000;

const ANALYSIS_LIMITS = { maxOldGenerationSizeMb: 1536 };

/**
 * Starts the engine: ingest thread (connectors → pipeline → log → incidents), analysis thread, reader worker, and the
 * read-only connection that the api answers from. `earlyIngest`: of `startIngestThread`, to be used by this engine alone.
 */
export async function startEngine(options: EngineOptions, earlyIngest?: Worker): Promise<EngineStart> {
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
  const engine = new Engine(options, earlyIngest);
  const problem = await engine.open();
  return problem === undefined ? { ok: true, engine: engine.handle() } : { ok: false, problem };
}

class Engine {
  readonly #options: EngineOptions;
  readonly #file: string;
  readonly #startedAt = Date.now();
  readonly #listeners = new Set<(topics: Topic[], version: number) => void>();
  /** Secrets of tests that are under way, by reference. */
  readonly #trialSecrets = new Map<string, string>();
  #trials = 0;
  readonly #registry: ReturnType<typeof createRegistry>;
  readonly #ingest: IngestLink;
  #ready: Promise<Message | undefined> = Promise.resolve(undefined);
  #db: ReadableDb | undefined;
  #reader: Reader | undefined;
  readonly #tester: RuleTester;
  #analysis: Worker | undefined;
  #version = 0;
  #analysisRestarts = 0;
  /** Ends of the analysis thread that came soon after its start, one after the other. */
  #analysisFailures = 0;
  #closing = false;

  constructor(options: EngineOptions, early: Worker | undefined) {
    const { dataFolder, demo, sources, rules = [], mask, retention, log } = options;
    this.#options = options;
    this.#file = databaseFile(dataFolder);
    this.#tester = new RuleTester(this.#file, pathToFileURL(workerFile("backtest")), {
      now: () => Date.now(),
      onProgress: () => this.#announce(["rules"]),
    });
    this.#registry = createRegistry(demo ? [...connectors, createDemo()] : connectors);
    this.#ingest = new IngestLink({
      options: { file: this.#file, demo: demo ? { seed: DEMO_SEED } : null, sources, rules, mask, retention },
      early,
      isRead: () => this.#db !== undefined,
      onChanged: (topics) => this.#announce(topics),
      secret: (reference) => this.#secret(reference),
      onRestartAnalysis: () => void this.#analysis?.terminate(),
      onRecovered: () => this.#startAnalysis(),
      log,
    });
  }

  async open(): Promise<Message | undefined> {
    const isEarly = this.#options.readsEarly === true && isReadyForReaders(this.#file);
    // Before the writer can move the file away.
    if (isEarly) this.#openReaders();
    this.#ready = this.#startIngest();
    return isEarly ? undefined : await this.#ready;
  }

  async #startIngest(): Promise<Message | undefined> {
    const problem = await this.#ingest.start();
    if (problem !== undefined || this.#closing) return problem;
    if (this.#db === undefined) this.#openReaders();
    this.#beginAnalysis(this.#options.analysisAfterMs ?? 0);
    return undefined;
  }

  #openReaders(): void {
    this.#db = openReader(this.#file);
    this.#reader = startReader(this.#file, pathToFileURL(workerFile("search")));
  }

  handle(): EngineHandle {
    const [db, reader] = [this.#db, this.#reader];
    if (db === undefined || reader === undefined) throw new Error("the engine is not open");
    const access: EngineAccess = {
      db,
      longRead: (name, scopes, input) => reader.read(name, scopes, input),
      command: this.#command,
      tester: this.#tester,
      onChanged: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      now: () => Date.now(),
      facts: () => this.#facts(reader),
      sourceKinds: () => this.#registry.describeKinds().filter(({ kind }) => kind !== "demo"),
      setDemo: (wanted) => this.#options.log(`nothing here can switch to ${wanted ? "the demo" : "real sources"}`),
    };
    return {
      access,
      ready: this.#ready,
      metrics: () => this.#metrics(db, reader),
      problems: () => this.#problems(),
      close: () => this.#close(db, reader),
    };
  }

  #facts(reader: Reader): EngineFacts {
    const { version, dataFolder, demo } = this.#options;
    const { queueDepth, transactionP99Ms, analysisLag } = this.#ingest.stats;
    return {
      version,
      demo,
      startedAt: this.#startedAt,
      dataFolder,
      queueDepth,
      transactionP99Ms,
      analysisLag,
      workerRestarts: this.#restarts(reader),
      // A host that has a listener puts its address here, and can restart the engine with another folder.
      wallUrl: null,
    };
  }

  #metrics(db: ReadableDb, reader: Reader): EngineMetrics {
    const own = { workerRestarts: this.#restarts(reader), problems: this.#problems() };
    return { ...readMetrics(db, this.#ingest.stats, Date.now()), ...own };
  }

  #problems(): Message[] {
    const { problem } = this.#ingest;
    return problem === null ? [] : [problem];
  }

  #restarts(reader: Reader): number {
    return this.#analysisRestarts + this.#ingest.restarts + reader.restarts();
  }

  /** Readers first: the writer then finds nobody else and leaves a file that needs no recovery. */
  async #close(db: ReadableDb, reader: Reader): Promise<void> {
    this.#closing = true;
    this.#tester.cancel();
    await this.#analysis?.terminate();
    await reader.close();
    db.close();
    await this.#ingest.close();
  }

  #announce(topics: Topic[]): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener(topics, this.#version);
  }

  readonly #command: SendCommand = async (name, caller, input) => {
    // The ingest thread answers each command with its own output (see `runCommand`).
    const send = async (sent: unknown) => (await this.#ingest.command(name, caller, sent)) as never;
    if (name === "removeSource") return this.#remove(caller, input as { id: string }, send);
    if (name !== "saveSource" && name !== "testSource") return send(input);
    const source = input as SourceConfig;
    const trial = await this.#onTrial(source);
    try {
      const holds = this.#registry.parseSettings(source.kind, trial.settings).ok && !this.#isOfFile(source.id);
      const isTrial = name === "testSource" || !holds;
      return await send(isTrial ? trial.source : await this.#withStoredSecrets(source));
    } finally {
      for (const reference of trial.references) this.#trialSecrets.delete(reference);
    }
  };

  /** The source with references in place of the secrets of the form, which are good for this one command. */
  async #onTrial(source: SourceConfig) {
    const number = this.#trials++;
    const references: string[] = [];
    const settings = await replaceSecrets(source.settings, (field, value) => {
      const reference = `keychain:trial-${number}.${field}`;
      this.#trialSecrets.set(reference, value);
      references.push(reference);
      return Promise.resolve(reference);
    });
    return { source: { ...source, settings }, settings, references };
  }

  /** Secrets typed into the form never reach the ingest thread's database: references take their place. */
  async #withStoredSecrets(source: SourceConfig): Promise<SourceConfig> {
    const keep = (field: string, value: string) => this.#options.storeSecret(`${source.id}.${field}`, value);
    return { ...source, settings: await replaceSecrets(source.settings, keep) };
  }

  #isOfFile(id: string): boolean {
    return this.#options.sources.some((source) => source.id === id);
  }

  /** With a source of the form go the secrets that were typed for it, unless the file refers to them too. */
  async #remove<T>(caller: Caller, { id }: { id: string }, send: (input: unknown) => Promise<T>): Promise<T> {
    const known = this.#db && sourceConfig(this.#db, caller.scopes, id);
    const result = await send({ id });
    const own = `keychain:${id}.`;
    const elsewhere = new Set(this.#options.sources.flatMap(({ settings }) => referencesIn(settings)));
    if (known !== undefined && this.#db !== undefined && scopeOfSource(this.#db, id) === undefined) {
      for (const reference of referencesIn(known.settings))
        if (reference.startsWith(own) && !elsewhere.has(reference))
          await this.#options.removeSecret(reference.slice("keychain:".length));
    }
    return result;
  }

  async #secret(reference: string): Promise<Result<string>> {
    const trial = this.#trialSecrets.get(reference);
    if (trial === undefined) return this.#options.resolveSecret(reference);
    return { ok: true, value: trial };
  }

  #beginAnalysis(afterMs: number): void {
    if (afterMs === 0) this.#startAnalysis();
    else setTimeout(() => !this.#closing && this.#analysis === undefined && this.#startAnalysis(), afterMs).unref();
  }

  #startAnalysis(): void {
    const before = this.#analysis;
    const startedAt = performance.now();
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(workerFile("analysis"), {
      workerData: { file: this.#file, port: port1 },
      transferList: [port1],
      resourceLimits: ANALYSIS_LIMITS,
    });
    this.#analysis = worker;
    this.#ingest.connectAnalysis(port2);
    void before?.terminate();
    worker.on("error", (error) => this.#options.log(`the analysis thread failed: ${error.stack ?? error.message}`));
    worker.on("exit", () => {
      if (this.#closing || this.#analysis !== worker) return;
      this.#analysisRestarts += 1;
      this.#analysisFailures = performance.now() - startedAt > STEADY_MS ? 1 : this.#analysisFailures + 1;
      setTimeout(
        () => !this.#closing && this.#analysis === worker && this.#startAnalysis(),
        restartPauseMs(this.#analysisFailures),
      ).unref();
    });
  }
}
