/** A pause is paid for by writing: half as long as that took, so that it is never more than a third of the time for long. */
const PER_WRITTEN = 0.5;
/** The longest one, about as long as a transaction takes. */
const LONGEST_MS = 8;
/** So often it is looked whether anybody still waits, and a shorter pause is none. */
const LOOK_MS = 2;
const SHORTEST_MS = 1;
/** Overdrawn at most: two ticks of the clock of a system whose timers are coarse. */
const OVERDRAWN_MS = 32;

export type PauseParts = {
  /** Milliseconds of a clock that only runs forward. */
  monotonicMs(): number;
  /** Whether people wait for something else that needs the processor. */
  isAwaited(): boolean;
  /** Calls it after so many milliseconds, or later. */
  later(work: () => void, ms: number): void;
};

/**
 * Lets people's reads go first, which share the processor with the thread that writes, without taking much from it: a pause lasts
 * as long as the transaction before at most, by the clock and not by what the timer was asked for, and what was paused has been
 * written for before, however many read and however long.
 */
export class Pause {
  readonly #parts: PauseParts;
  #writtenMs = 0;
  /** What may still be paused; below nothing when a timer came late. */
  #leftMs = 0;

  constructor(parts: PauseParts) {
    this.#parts = parts;
  }

  /** A transaction took so long. */
  wrote(ms: number): void {
    this.#writtenMs = ms;
    this.#leftMs = Math.min(LONGEST_MS, this.#leftMs + ms * PER_WRITTEN);
  }

  /** Does the work in a turn of its own, after a pause while people wait for something else and, by `isUrgent`, not for this. */
  before(work: () => void, isUrgent: () => boolean): void {
    const { monotonicMs, isAwaited, later } = this.#parts;
    const begun = monotonicMs();
    const most = Math.min(this.#writtenMs, this.#leftMs);
    const look = (): void => {
      const pausedMs = monotonicMs() - begun;
      const rest = most - pausedMs;
      if (rest >= SHORTEST_MS && !isUrgent() && isAwaited()) return later(look, Math.min(LOOK_MS, rest));
      this.#leftMs = Math.max(-OVERDRAWN_MS, this.#leftMs - pausedMs);
      setImmediate(work);
    };
    look();
  }
}
