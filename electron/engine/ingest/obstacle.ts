import type { Message } from "../../../shared/domain/message.ts";

/** On a full disk small transactions still find room between large ones that do not: that is no end of it. */
export const CLEAR_AFTER_MS = 10_000;

/** What keeps transactions from being stored, such as a full disk. Told once when it comes, and once when it has gone for good. */
export class Obstacle {
  readonly #now: () => number;
  readonly #tell: (obstacle: Message | null) => void;
  #met: { message: Message; at: number; stored: boolean } | undefined;

  /** @param now epoch ms */
  constructor(now: () => number, tell: (obstacle: Message | null) => void) {
    this.#now = now;
    this.#tell = tell;
  }

  /** A transaction could not be stored. */
  meet(message: Message): void {
    const isNews = this.#met?.message.code !== message.code;
    this.#met = { message, at: this.#now(), stored: false };
    if (isNews) this.#tell(message);
  }

  /** A transaction was stored. */
  stored(): void {
    if (this.#met !== undefined) this.#met.stored = true;
  }

  /** To be called now and then. */
  look(): void {
    if (this.#met === undefined || !this.#met.stored || this.#now() - this.#met.at < CLEAR_AFTER_MS) return;
    this.#met = undefined;
    this.#tell(null);
  }
}
