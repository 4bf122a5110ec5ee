import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { once } from "../actions/outbox-runner.ts";
import type { Draft } from "./draft.ts";
import type { Job } from "./write-queue.ts";

/** While things happen, so that an incident opens soon after its hold is over. */
const BUSY_TICK_MS = 1_000;
/** What is waited for after the last event, such as a hold, is over within this time. */
const BUSY_FOR_MS = 20_000;
const IDLE_TICK_MS = 5_000;
/** What else waits for time alone (links, watched metrics) is over within this time after the last entry that is no tick. */
const IDLE_FOR_MS = 5 * 60_000;
/** From then on only minutes count: what is forgotten after a quarter of an hour, or a metric that has fallen silent. */
const QUIET_TICK_MS = 60_000;

/** Decides when to log that time passes: analysis knows no other clock. */
export class Ticks {
  #lastTickAt = 0;
  #lastEventAt = 0;
  #lastEntryAt: number | undefined;

  /** Something happened to an alert, a change or the topology. */
  event(now: number): void {
    this.#lastEventAt = now;
    this.#lastEntryAt = now;
  }

  /** Something but a tick was logged, or a tick has left some of its work to the next. */
  entry(now: number): void {
    this.#lastEntryAt = now;
  }

  /** True when a tick is due at `now` (epoch ms); the next one is counted from here. */
  due(now: number): boolean {
    // What was open when the engine stopped may wait for time still.
    this.#lastEntryAt ??= now;
    if (now - this.#lastTickAt < this.#every(now, this.#lastEntryAt) && now >= this.#lastTickAt) return false;
    this.#lastTickAt = now;
    return true;
  }

  #every(now: number, lastEntryAt: number): number {
    if (now - this.#lastEventAt < BUSY_FOR_MS) return BUSY_TICK_MS;
    return now - lastEntryAt < IDLE_FOR_MS ? IDLE_TICK_MS : QUIET_TICK_MS;
  }
}

/** Logs that time passes. `whileAtIt`: what is to be done with it, in the same transaction. */
export function tickJob(now: () => number, whileAtIt: (draft: Draft, at: number) => void = () => {}): Job {
  return once(
    (draft) => {
      const at = now();
      draft.log({ scope: DEFAULT_SCOPE, sourceId: "engine", at, receivedAt: at, body: { kind: "tick" } });
      whileAtIt(draft, at);
    },
    () => {},
  );
}
