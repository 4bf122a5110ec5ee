import type { WritableDb } from "../store/database.ts";
import { describeClosed } from "../store/incident-features.ts";
import { age } from "./ageing.ts";
import type { Draft } from "./draft.ts";
import type { Intake } from "./intake.ts";
import { endSilentLimits } from "./silent-limits.ts";
import { tickJob, Ticks } from "./tick.ts";
import type { WriteQueue } from "./write-queue.ts";

const CHECK_MS = 500;
/** Between ticks while the analysis has put something off. */
const SOON_MS = 50;
/** Closed incidents whose features are written with a tick. */
const DESCRIBED_A_TICK = 10;

export type ClockParts = {
  db: WritableDb;
  queue: WriteQueue;
  intake: Intake;
  /** Epoch ms. */
  now(): number;
  /** What nobody has told of for so long in watched time goes. */
  topologySpanMs: number;
};

/** Logs the time of the log: often while something happens, seldom while all is quiet, at once when the analysis is behind. */
export class Clock {
  readonly #parts: ClockParts;
  readonly #ticks = new Ticks();
  #checks: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: ClockParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#checks = setInterval(() => this.#ticks.due(this.#parts.now()) && this.#tick(), CHECK_MS);
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#checks);
    clearTimeout(this.#soon);
  }

  /** A transaction was committed. */
  committed({ topics, hasNews }: Draft): void {
    const now = this.#parts.now();
    if (topics.has("alerts") || topics.has("changes") || topics.has("topology")) this.#ticks.event(now);
    else if (hasNews) this.#ticks.entry(now);
  }

  /** More is due than one log entry may cause. */
  tickSoon(): void {
    if (this.#soon !== undefined || this.#stopped) return;
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      this.#tick();
    }, SOON_MS).unref();
  }

  #tick(): void {
    const { db, queue, intake, now, topologySpanMs } = this.#parts;
    const whileAtIt = (draft: Draft, at: number): void => {
      age(db, intake.state, draft, at, topologySpanMs);
      endSilentLimits(db, intake.state, draft, at);
      if (describeClosed(db, DESCRIBED_A_TICK) === DESCRIBED_A_TICK) this.#ticks.entry(at);
    };
    queue.add(tickJob(now, whileAtIt));
  }
}
