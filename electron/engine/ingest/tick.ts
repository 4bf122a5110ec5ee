import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { once } from "../actions/outbox-runner.ts";
import type { Draft } from "./draft.ts";
import type { Job } from "./write-queue.ts";

/** While things happen, so that an incident opens soon after its hold is over. */
const BUSY_TICK_MS = 1_000;
const IDLE_TICK_MS = 5_000;
/** What is waited for after the last event, such as a hold, is over within this time. */
const BUSY_FOR_MS = 20_000;

/** Decides when to log that time passes: analysis knows no other clock. */
export class Ticks {
  #lastTickAt = 0;
  #lastEventAt = 0;

  /** Something was logged. */
  event(now: number): void {
    this.#lastEventAt = now;
  }

  /** True when a tick is due at `now` (epoch ms); the next one is counted from here. */
  due(now: number): boolean {
    const every = now - this.#lastEventAt < BUSY_FOR_MS ? BUSY_TICK_MS : IDLE_TICK_MS;
    if (now - this.#lastTickAt < every && now >= this.#lastTickAt) return false;
    this.#lastTickAt = now;
    return true;
  }
}

/** Logs that time passes. `age`: what is to be done with it, in the same transaction. */
export function tickJob(now: () => number, age: (draft: Draft, at: number) => void = () => {}): Job {
  return once(
    (draft) => {
      const at = now();
      draft.log({ scope: DEFAULT_SCOPE, sourceId: "engine", at, receivedAt: at, body: { kind: "tick" } });
      age(draft, at);
    },
    () => {},
  );
}
