import { Topic } from "../../../shared/contract/updates.ts";
import type { EngineAccess } from "./access.ts";
import type { Guarded } from "./guarded.ts";

export const BEAT_MS = 5000;

export type Update = { kind: "changed"; topics: Topic[]; version: number } | { kind: "beat"; now: number };

type Watching = Pick<EngineAccess, "onChanged" | "now">;

/**
 * First every topic, then what changed since the last message was taken, and a beat when nothing did for `beatMs`.
 * What a slow client has not taken is a set of topics, so it never grows. Ends with the signal.
 */
export async function* watch(
  access: Watching,
  signal: AbortSignal | undefined,
  beatMs: number = BEAT_MS,
): AsyncGenerator<Update, void> {
  const pending = new Set<Topic>(Topic.options);
  let latest = 0;
  let wake = () => {};
  const unsubscribe = access.onChanged((topics, version) => {
    for (const topic of topics) pending.add(topic);
    latest = version;
    wake();
  });
  const end = () => wake();
  signal?.addEventListener("abort", end);
  try {
    while (!signal?.aborted) {
      if (pending.size > 0) {
        const topics = [...pending];
        pending.clear();
        yield { kind: "changed", topics, version: latest };
        continue;
      }
      const beat = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(true), beatMs);
        wake = () => {
          clearTimeout(timer);
          resolve(false);
        };
      });
      wake = () => {};
      if (beat) yield { kind: "beat", now: access.now() };
    }
  } finally {
    unsubscribe();
    signal?.removeEventListener("abort", end);
  }
}

export const updateHandlers = ({ updates }: Guarded, access: EngineAccess) => ({
  watch: updates.watch.handler(({ signal }) => watch(access, signal)),
});
