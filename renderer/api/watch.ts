import type { Topic } from "../../shared/contract/updates.ts";

/** The engine beats every 5 s; silence for this long means that it is dead or out of reach. */
export const SILENCE_MS = 15_000;
/** A timer of one second that comes this late means that the machine slept. */
const SLEPT_MS = 10_000;

export type Update = { kind: "changed"; topics: Topic[]; version: number } | { kind: "beat"; now: number };

export type WatchOptions = {
  updates: AsyncIterable<Update>;
  onChanged(topics: Topic[]): void;
  onBeat(engineNow: number): void;
  /** Called once when nothing came for `SILENCE_MS`. */
  onSilence(): void;
  /** Aborts with the connection. */
  signal: AbortSignal;
};

/** Follows the engine's pushes until they end; resolves then, also when they end in an error. */
export async function watchUpdates({ updates, onChanged, onBeat, onSilence, signal }: WatchOptions): Promise<void> {
  let timer = setTimeout(onSilence, SILENCE_MS);
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  try {
    for await (const update of updates) {
      clearTimeout(timer);
      if (signal.aborted) return;
      timer = setTimeout(onSilence, SILENCE_MS);
      if (update.kind === "beat") onBeat(update.now);
      else onChanged(update.topics);
    }
  } catch {
    // The stream breaks with its connection, which makes a new one; there is nothing to add here.
  } finally {
    clearTimeout(timer);
  }
}

/** Calls back when the machine woke: timers stood still while the page was in view. Returns what stops it. */
export function onWake(callback: () => void, now: () => number = Date.now): () => void {
  let last = now();
  const look = (): void => {
    // A hidden page's timers are slowed down by the browser, which is no sleep.
    const slept = document.visibilityState === "visible" && now() - last > SLEPT_MS;
    last = now();
    if (slept) callback();
  };
  const timer = setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
  };
}
