import type { ClientLink } from "@orpc/client";
import { backOffMs } from "./backOff.ts";
import { NotSignedIn, type OpenTransport, type Transport } from "./transport.ts";

/** How the window stands to the engine. `lost` counts from the last moment when all was well. */
export type ConnectionState =
  | { kind: "connecting" }
  | { kind: "open"; since: number }
  | { kind: "lost"; since: number; attempt: number }
  | { kind: "refused" };

/** A call could not be sent because there is no connection. */
export class EngineUnreachable extends Error {
  override name = "EngineUnreachable";
}

export type ConnectionOptions = {
  open: OpenTransport;
  now?(): number;
  random?(): number;
  sleep?(ms: number): Promise<void>;
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Keeps one transport to the engine open and makes a new one whenever it dies. Calls go to whichever is open. */
export class Connection {
  #state: ConnectionState = { kind: "connecting" };
  #transport: Transport | null = null;
  #stopped = false;
  readonly #listeners = new Set<() => void>();
  readonly #open: OpenTransport;
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #sleep: (ms: number) => Promise<void>;

  constructor({ open, now = Date.now, random = Math.random, sleep = wait }: ConnectionOptions) {
    this.#open = open;
    this.#now = now;
    this.#random = random;
    this.#sleep = sleep;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Calls back after every change of state; returns the unsubscribe. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A link that outlives transports. */
  readonly link: ClientLink<Record<never, never>> = {
    call: (path, input, options) => {
      if (this.#transport === null) return Promise.reject(new EngineUnreachable("the engine cannot be reached"));
      return this.#transport.link.call(path, input, options);
    },
  };

  /** Connects, and goes on connecting until stopped or refused. */
  async run(): Promise<void> {
    let lostSince: number | null = null;
    for (let attempt = 0; !this.#stopped; attempt += 1) {
      const outcome = await this.#open().catch((error: unknown) =>
        error instanceof NotSignedIn ? "refused" : "failed",
      );
      if (outcome === "refused") return this.#set({ kind: "refused" });
      if (outcome !== "failed") {
        await this.#hold(outcome);
        lostSince = this.#now();
        attempt = 0;
      }
      if (this.#stopped) return;
      lostSince ??= this.#now();
      this.#set({ kind: "lost", since: lostSince, attempt });
      await this.#sleep(backOffMs(attempt, this.#random()));
    }
  }

  async #hold(transport: Transport): Promise<void> {
    if (this.#stopped) return transport.close();
    this.#transport = transport;
    this.#set({ kind: "open", since: this.#now() });
    await transport.closed;
    this.#transport = null;
  }

  /** Gives the open transport up: it is silent, or the machine slept. A new one follows. */
  drop(): void {
    this.#transport?.close();
  }

  stop(): void {
    this.#stopped = true;
    this.#transport?.close();
  }

  #set(state: ConnectionState): void {
    this.#state = state;
    this.#listeners.forEach((listener) => listener());
  }
}
