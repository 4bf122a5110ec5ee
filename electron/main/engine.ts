import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebFrameMain } from "electron";
import type { FromEngineProcess, PortChannel, ToEngineProcess, WindowRole } from "../../shared/contract/shell.ts";
import { text } from "../../shared/strings/index.ts";

const PORT: PortChannel = "engine:port";
/** The first pause; it doubles with each end in a row. */
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** An engine that ran this long counts as having worked. */
const STABLE_MS = 60_000;
const CLOSE_WITHIN_MS = 10_000;

export type EngineOptions = {
  /** The built entry of the engine process. */
  file: string;
  /** What it is started with, now. */
  start(): Extract<ToEngineProcess, { kind: "start" }>;
  onMessage(message: FromEngineProcess): void;
  /** It ended by itself, for the `count`th time in a row. */
  onEnded(count: number): void;
  log(line: string): void;
};

/** The engine process: started, started again when it ends, and joined to each window by a channel of its own. */
export class Engine {
  readonly #options: EngineOptions;
  /** Windows that asked while there was no engine. The newest wish of a window counts. */
  readonly #waiting = new Map<WebFrameMain, WindowRole>();
  #child: UtilityProcess | undefined;
  #running = false;
  #closing = false;
  #startedAt = 0;
  #endsInARow = 0;
  #again: NodeJS.Timeout | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  start(): void {
    const child = utilityProcess.fork(this.#options.file, [], { serviceName: "Watchfloor engine" });
    this.#child = child;
    this.#startedAt = Date.now();
    // Messages sent before the process runs are lost.
    child.once("spawn", () => {
      this.#running = true;
      child.postMessage(this.#options.start());
      for (const [frame, role] of this.#waiting) this.#handOver(frame, role);
      this.#waiting.clear();
    });
    child.on("message", (message: FromEngineProcess) => this.#options.onMessage(message));
    child.once("exit", (code) => this.#ended(code));
  }

  /** Joins a window to the engine, at once or as soon as it runs. */
  connect(frame: WebFrameMain, role: WindowRole): void {
    if (this.#running) this.#handOver(frame, role);
    else this.#waiting.set(frame, role);
  }

  /** Says something that only matters to a running engine. */
  tell(message: ToEngineProcess): void {
    if (this.#running) this.#child?.postMessage(message);
  }

  /** Ends the process and starts another at once. */
  restart(): void {
    this.#endsInARow = 0;
    if (this.#child === undefined) this.#startNow();
    else this.#child.kill();
  }

  /** Lets the engine put everything away; it gets ten seconds. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#again);
    const child = this.#child;
    if (child === undefined) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CLOSE_WITHIN_MS);
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      child.on("message", (message: FromEngineProcess) => message.kind === "closed" && done());
      child.once("exit", done);
      this.tell({ kind: "close" });
    });
    child.kill();
  }

  #handOver(frame: WebFrameMain, role: WindowRole): void {
    if (frame.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    this.#child?.postMessage({ kind: "window", role } satisfies ToEngineProcess, [port1]);
    frame.postMessage(PORT, null, [port2]);
  }

  #ended(code: number): void {
    this.#running = false;
    this.#child = undefined;
    if (this.#closing) return;
    const worked = Date.now() - this.#startedAt >= STABLE_MS;
    this.#endsInARow = worked ? 1 : this.#endsInARow + 1;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** Math.min(this.#endsInARow - 1, 10));
    this.#options.log(text("shell.logEngineEnded", { code: String(code), pauseMs }));
    this.#options.onEnded(this.#endsInARow);
    this.#again = setTimeout(() => this.#startNow(), pauseMs);
  }

  #startNow(): void {
    clearTimeout(this.#again);
    if (!this.#closing) this.start();
  }
}
