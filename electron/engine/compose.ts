import { mkdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { Topic } from "../../shared/contract/updates.ts";
import type { Message } from "../../shared/domain/message.ts";
import type { SourceConfig } from "../../shared/domain/source.ts";
import type { EngineAccess } from "./api/access.ts";
import { type Reader, startReader } from "./api/reader.ts";
import type { CommandName, CommandResult, SendCommand } from "./commands.ts";
import type { Result } from "./connectors/connector.ts";
import { createDemo } from "./connectors/demo/connector.ts";
import { DEMO_SEED } from "./connectors/demo/settings.ts";
import { connectors, createRegistry } from "./connectors/registry.ts";
import type { FromIngest, IngestOptions, IngestStats, ToIngest } from "./ingest/protocol.ts";
import type { EngineMetrics } from "./listener/metrics.ts";
import { readMetrics } from "./metrics.ts";
import { openReader, type ReadableDb } from "./store/database.ts";
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
  mask: { keyId: string; key: string };
  retention: { days: number; maximumBytes: number };
  version: string;
  resolveSecret(reference: string): Promise<Result<string>>;
  /** Keeps a secret from the form and returns the reference that takes its place. */
  storeSecret(name: string, value: string): Promise<string>;
  log(line: string): void;
};

export type EngineHandle = {
  access: EngineAccess;
  metrics(): EngineMetrics;
  close(): Promise<void>;
};

export type EngineStart = { ok: true; engine: EngineHandle } | { ok: false; problem: Message };

/** The file in a data folder. */
export const databaseFile = (dataFolder: string): string => path.join(dataFolder, "watchfloor.db");

const NO_STATS: IngestStats = {
  queueDepth: 0,
  transactions: { upToMs: [], counts: [], count: 0, sumMs: 0 },
  transactionP50Ms: 0,
  transactionP99Ms: 0,
  activeAlerts: 0,
  analysisLag: 0,
  quarantined: 0,
};

/** Threads are restarted at once, then more slowly, so that a crash loop does not eat the machine. */
const RESTART_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
const ANALYSIS_LIMITS = { maxOldGenerationSizeMb: 1536 };

/**
 * Starts the engine: ingest thread (connectors → pipeline → log → incidents), analysis thread, reader worker, and the
 * read-only connection that the api answers from.
 */
export async function startEngine(options: EngineOptions): Promise<EngineStart> {
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
  const engine = new Engine(options);
  const problem = await engine.open();
  return problem === undefined ? { ok: true, engine: engine.handle() } : { ok: false, problem };
}

class Engine {
  readonly #options: EngineOptions;
  readonly #file: string;
  readonly #ingest: Worker;
  readonly #startedAt = Date.now();
  readonly #listeners = new Set<(topics: Topic[], version: number) => void>();
  readonly #waiting = new Map<number, (result: CommandResult<unknown>) => void>();
  readonly #trialSecrets = new Map<string, string>();
  readonly #registry: ReturnType<typeof createRegistry>;
  #db: ReadableDb | undefined;
  #reader: Reader | undefined;
  #analysis: Worker | undefined;
  #stats = NO_STATS;
  #version = 0;
  #nextCommand = 0;
  #restarts = 0;
  #closing = false;
  #problem: Message | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#file = databaseFile(options.dataFolder);
    this.#registry = createRegistry(options.demo ? [...connectors, createDemo()] : connectors);
    const { dataFolder, demo, sources, mask, retention } = options;
    const workerData: IngestOptions = {
      file: this.#file,
      dataFolder,
      demo: demo ? { seed: DEMO_SEED } : null,
      sources,
      mask,
      retention,
    };
    this.#ingest = new Worker(workerFile("ingest"), { workerData });
  }

  /** Resolves when the database is open and migrated, or with what keeps it from being so. */
  async open(): Promise<Message | undefined> {
    const ready = await new Promise<Extract<FromIngest, { kind: "ready" | "refused" }>>((resolve, reject) => {
      this.#ingest.on("message", (message: FromIngest) => {
        if (message.kind === "ready" || message.kind === "refused") resolve(message);
        else this.#receive(message);
      });
      this.#ingest.on("error", (error) => {
        reject(error);
        this.#ingestDied(error);
      });
    });
    if (ready.kind === "refused") {
      this.#closing = true;
      await this.#ingest.terminate();
      return ready.problem.message;
    }
    if (ready.setAside !== null) this.#problem = { code: "store.setAside", params: { file: ready.setAside } };
    this.#db = openReader(this.#file);
    this.#reader = startReader(this.#file, pathToFileURL(workerFile("search")));
    this.#startAnalysis();
    return undefined;
  }

  handle(): EngineHandle {
    const { version, dataFolder, demo, log } = this.#options;
    const [db, reader] = [this.#db, this.#reader];
    if (db === undefined || reader === undefined) throw new Error("the engine is not open");
    const access: EngineAccess = {
      db,
      longRead: (name, scopes, input) => reader.read(name, scopes, input),
      command: this.#command,
      onChanged: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      now: () => Date.now(),
      facts: () => ({
        version,
        demo,
        startedAt: this.#startedAt,
        dataFolder,
        queueDepth: this.#stats.queueDepth,
        transactionP99Ms: this.#stats.transactionP99Ms,
        analysisLag: this.#stats.analysisLag,
        workerRestarts: this.#restarts,
        // A host that has a listener puts its address here, and can restart the engine with another folder.
        wallUrl: null,
      }),
      sourceKinds: () => this.#registry.describeKinds().filter(({ kind }) => kind !== "demo"),
      setDemo: (wanted) => log(`nothing here can switch to ${wanted ? "the demo" : "real sources"}`),
    };
    return { access, metrics: () => this.#metrics(db), close: () => this.#close(db, reader) };
  }

  #metrics(db: ReadableDb): EngineMetrics {
    const problems = this.#problem ? [this.#problem] : [];
    return { ...readMetrics(db, this.#stats, Date.now()), workerRestarts: this.#restarts, problems };
  }

  async #close(db: ReadableDb, reader: Reader): Promise<void> {
    this.#closing = true;
    const closed = new Promise<void>((resolve) => {
      this.#ingest.on("message", (message: FromIngest) => message.kind === "closed" && resolve());
      this.#ingest.on("exit", () => resolve());
    });
    await this.#analysis?.terminate();
    this.#tell({ kind: "close" });
    await closed;
    await this.#ingest.terminate();
    await reader.close();
    db.close();
  }

  #receive(message: FromIngest): void {
    switch (message.kind) {
      case "reply":
        this.#waiting.get(message.id)?.(message.result);
        this.#waiting.delete(message.id);
        return;
      case "changed":
        this.#version += 1;
        for (const listener of this.#listeners) listener(message.topics, this.#version);
        return;
      case "secret":
        void this.#secret(message.reference).then((result) => this.#tell({ kind: "secret", id: message.id, result }));
        return;
      case "restart-analysis":
        return void this.#analysis?.terminate();
      case "stats":
        this.#stats = message.stats;
        return;
      case "log":
        this.#options.log(message.line);
    }
  }

  #tell(message: ToIngest, transfer: MessagePort[] = []): void {
    this.#ingest.postMessage(message, transfer);
  }

  readonly #command: SendCommand = async (name, caller, input) => {
    const id = this.#nextCommand++;
    const plain = await this.#withReferences(name, input);
    const result = await new Promise<CommandResult<unknown>>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#tell({ kind: "command", id, name, caller, input: plain });
    });
    // The ingest thread answers each command with its own output (see `runCommand`).
    return result as never;
  };

  /** Secrets typed into the form never reach the ingest thread's database: references take their place. */
  async #withReferences(name: CommandName, input: unknown): Promise<unknown> {
    if (name !== "saveSource" && name !== "testSource") return input;
    const source = input as SourceConfig;
    const keep = (field: string, value: string): Promise<string> => {
      if (name === "saveSource") return this.#options.storeSecret(`${source.id}.${field}`, value);
      const reference = `keychain:trial-${source.id}.${field}`;
      this.#trialSecrets.set(reference, value);
      return Promise.resolve(reference);
    };
    return { ...source, settings: await replaceSecrets(source.settings, keep) };
  }

  async #secret(reference: string): Promise<Result<string>> {
    const trial = this.#trialSecrets.get(reference);
    if (trial === undefined) return this.#options.resolveSecret(reference);
    return { ok: true, value: trial };
  }

  #startAnalysis(): void {
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(workerFile("analysis"), {
      workerData: { file: this.#file, port: port1 },
      transferList: [port1],
      resourceLimits: ANALYSIS_LIMITS,
    });
    this.#analysis = worker;
    this.#tell({ kind: "analysis", port: port2 }, [port2]);
    worker.on("error", (error) => this.#options.log(`the analysis thread failed: ${error.stack ?? error.message}`));
    worker.on("exit", () => {
      if (this.#closing) return;
      this.#restarts += 1;
      const pause = Math.min(LONGEST_PAUSE_MS, RESTART_PAUSE_MS * 2 ** Math.min(this.#restarts, 8));
      setTimeout(() => !this.#closing && this.#startAnalysis(), pause).unref();
    });
  }

  /** Without the ingest thread nothing is true any more: the host ends the process and is started again. */
  #ingestDied(error: Error): void {
    if (this.#closing) return;
    this.#options.log(`the ingest thread failed: ${error.stack ?? error.message}`);
    this.#problem = { code: "engine.ingestFailed", params: {} };
    const result = { ok: false, error: { code: "BUSY", reason: this.#problem } } as const;
    for (const resolve of this.#waiting.values()) resolve(result);
    this.#waiting.clear();
  }
}
