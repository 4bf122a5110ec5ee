import type { MessagePort, Worker } from "node:worker_threads";
import type { Topic } from "../../shared/contract/updates.ts";
import type { Message } from "../../shared/domain/message.ts";
import type { Caller } from "../../shared/domain/session.ts";
import type { CommandName, CommandResult } from "./commands.ts";
import type { Result } from "./connectors/connector.ts";
import type { FromIngest, IngestOptions, IngestStats, ToIngest } from "./ingest/protocol.ts";
import { textOf } from "../../shared/strings/index.ts";
import { createMasker, type Masker } from "./pipeline/mask.ts";
import { restartPauseMs } from "./restart-pause.ts";
import { startIngestThread } from "./ingest-start.ts";

export type IngestLinkParts = {
  options: IngestOptions;
  /** A thread that was started early, for the first opening. */
  early: Worker | undefined;
  /** Whether somebody has the database open already, and would go on with a file that is set aside. */
  isRead(): boolean;
  onChanged(topics: Topic[]): void;
  /** Finds the secret behind a reference. */
  secret(reference: string): Promise<Result<string>>;
  /** The analysis thread has to be ended and started again. */
  onRestartAnalysis(): void;
  /** A new ingest thread is ready after the one before it died. */
  onRecovered(): void;
  log(line: string): void;
};

/** So often the thread is started again by itself; after that its host is told that it needs more. */
const TRIES_ALONE = 3;

const NO_STATS: IngestStats = {
  queueDepth: 0,
  transactions: { upToMs: [], counts: [], count: 0, sumMs: 0 },
  checkpointWaits: { count: 0, sumMs: 0 },
  transactionP50Ms: 0,
  transactionP99Ms: 0,
  activeAlerts: 0,
  analysisLag: 0,
  quarantined: 0,
};

const FAILED: Message = { code: "engine.ingestFailed", params: {} };
const UNAVAILABLE: CommandResult<never> = { ok: false, error: { code: "BUSY", reason: FAILED } };

/** The main thread's end of the ingest thread: starts it, starts it again when it dies, and carries commands to it. */
export class IngestLink {
  readonly #parts: IngestLinkParts;
  readonly #waiting = new Map<number, (result: CommandResult<unknown>) => void>();
  readonly #masker: Masker;
  #worker: Worker | undefined;
  #stats = NO_STATS;
  #nextCommand = 0;
  #restarts = 0;
  #closing = false;
  #early: Worker | undefined;
  /** The first opening, while it lasts. */
  #starting: Promise<Message | undefined> | undefined;
  /** Why the first opening failed. */
  #refusal: Message | undefined;
  #obstacle: Message | null = null;
  /** Deaths and failed starts since it last worked. */
  #failures = 0;
  /** The file that everybody else has open was set aside: only a new engine helps. */
  #isFileReplaced = false;

  constructor(parts: IngestLinkParts) {
    this.#parts = parts;
    this.#early = parts.early;
    this.#masker = createMasker(parts.options.mask);
  }

  get stats(): IngestStats {
    return this.#stats;
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** What keeps the thread from working or from storing what it works out now, or null. */
  get problem(): Message | null {
    if (this.#isFileReplaced) return FAILED;
    if (this.#worker !== undefined) return this.#obstacle;
    if (this.#starting !== undefined) return { code: "engine.ingestStarting", params: {} };
    if (this.#refusal !== undefined) return this.#refusal;
    return this.#failures > TRIES_ALONE ? FAILED : { code: "engine.ingestRestarting", params: {} };
  }

  /** Resolves when the database is open and migrated, or with what keeps it from being so. Commands that come before wait. */
  async start(): Promise<Message | undefined> {
    this.#starting = this.#open();
    this.#refusal = await this.#starting;
    this.#starting = undefined;
    return this.#refusal;
  }

  async #open(): Promise<Message | undefined> {
    const worker = this.#early ?? startIngestThread();
    this.#early = undefined;
    worker.ref();
    const problem = await new Promise<Message | undefined>((resolve) => {
      worker.on("message", (message: FromIngest) => {
        if (message.kind === "refused") resolve(message.problem.message);
        else if (message.kind === "ready") {
          this.#worker = worker;
          this.#failures = 0;
          if (message.notice !== null) this.#parts.log(textOf(message.notice));
          this.#isFileReplaced = message.notice !== null && this.#parts.isRead();
          resolve(undefined);
        } else this.#receive(message);
      });
      worker.on("error", (error) => {
        // A fault names the value at fault, which may be anything.
        this.#parts.log(this.#masker.mask(`the ingest thread failed: ${error.stack ?? error.message}`));
        resolve(FAILED);
      });
      worker.on("exit", () => {
        resolve(FAILED);
        if (this.#worker === worker) this.#died();
      });
      worker.postMessage({ kind: "open", options: this.#parts.options } satisfies ToIngest);
    });
    if (problem !== undefined) await worker.terminate();
    return problem;
  }

  connectAnalysis(port: MessagePort): void {
    this.#tell({ kind: "analysis", port }, [port]);
  }

  async command(name: CommandName, caller: Caller, input: unknown): Promise<CommandResult<unknown>> {
    await this.#starting;
    if (this.#worker === undefined) return UNAVAILABLE;
    const id = this.#nextCommand++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#tell({ kind: "command", id, name, caller, input });
    });
  }

  /** Lets it write what waits and let go of the file. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#starting;
    const worker = this.#worker;
    if (worker === undefined) return;
    const closed = new Promise<void>((resolve) => {
      worker.on("message", (message: FromIngest) => message.kind === "closed" && resolve());
      worker.on("exit", () => resolve());
    });
    this.#tell({ kind: "close" });
    await closed;
    await worker.terminate();
  }

  #tell(message: ToIngest, transfer: MessagePort[] = []): void {
    this.#worker?.postMessage(message, transfer);
  }

  #receive(message: Exclude<FromIngest, { kind: "ready" | "refused" }>): void {
    const { onChanged, secret, onRestartAnalysis, log } = this.#parts;
    switch (message.kind) {
      case "reply":
        this.#waiting.get(message.id)?.(message.result);
        this.#waiting.delete(message.id);
        return;
      case "changed":
        return onChanged(message.topics);
      case "secret":
        return void secret(message.reference)
          .catch((error: unknown): Result<string> => {
            log(`the secret ${message.reference} could not be asked for: ${String(error)}`);
            return {
              ok: false,
              failure: { kind: "misconfigured", message: { code: "failure.fault", params: { detail: "secret" } } },
            };
          })
          .then((result) => this.#tell({ kind: "secret", id: message.id, result }));
      case "restart-analysis":
        return onRestartAnalysis();
      case "stats":
        this.#stats = message.stats;
        return;
      case "obstacle":
        this.#obstacle = message.obstacle;
        return;
      case "log":
        return log(message.line);
    }
  }

  /** What waited for it has to be asked again; what it had committed is on disk. */
  #died(): void {
    this.#worker = undefined;
    this.#obstacle = null;
    for (const resolve of this.#waiting.values()) resolve(UNAVAILABLE);
    this.#waiting.clear();
    this.#tryAgain();
  }

  #tryAgain(): void {
    if (this.#closing) return;
    this.#restarts += 1;
    this.#failures += 1;
    setTimeout(() => void this.#recover(), restartPauseMs(this.#failures)).unref();
  }

  async #recover(): Promise<void> {
    if (this.#closing) return;
    const problem = await this.#open();
    if (problem === undefined) return this.#closing ? this.close() : this.#parts.onRecovered();
    this.#parts.log(textOf(problem));
    this.#tryAgain();
  }
}
