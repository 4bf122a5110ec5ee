import type { Failure } from "../../../shared/domain/source.ts";
import { nextDelayMs } from "./backoff.ts";
import type { Connector, ConnectorIo, Deliver, Listening, Polled, Result } from "./connector.ts";
import { failed, failureOf } from "./failure.ts";
import { withSignal } from "./io.ts";

/** A source that is stopped waits so long for a listener that is just opening. */
const CLOSE_LIMIT_MS = 2_000;
/** A poll that takes longer is given up, even when its connector does not notice. */
const POLL_LIMIT_MS = 60_000;
/** More reports in one answer are a fault of the source: 50,000 active alerts are expected, this is not. */
const MAXIMUM_REPORTS = 250_000;

/** What a supervised source tells. None of these may keep the loop waiting but `onPolled`. */
export interface Watcher {
  /** Commits what a poll brought, cursor included. When it rejects, the cursor stays and the poll is repeated. */
  onPolled(polled: Polled, receivedAt: number): Promise<void>;
  /** A good sign of life from a source that listens and has nothing to poll. */
  onHeartbeat(at: number): void;
  onFailed(failure: Failure, nextPollAt: number): void;
  onScheduled(nextPollAt: number): void;
  onListening(address: string): void;
  /** A programmer's fault, for the log. The source goes on. */
  onFault(error: unknown): void;
}

/** Timers as Node has them; tests pass their own. */
export interface Timers {
  set(work: () => void, delayMs: number): unknown;
  clear(timer: unknown): void;
}

export const nodeTimers: Timers = {
  set: (work, delayMs) => setTimeout(work, delayMs),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

export interface Supervision<C> {
  connector: Connector<C>;
  config: C;
  /** Cursor of the last committed poll. */
  cursor: string | undefined;
  io: ConnectorIo;
  deliver: Deliver;
  watcher: Watcher;
  timers?: Timers;
  pollLimitMs?: number;
}

export interface Supervised {
  /** Polls at once, or right after the poll that is under way. False for a source that has stopped or has nothing to poll. */
  pollNow(): boolean;
  /** Gives up what is under way and closes the listener. */
  stop(): Promise<void>;
}

/**
 * Runs one source: listens if it can, polls at its interval, backs off with jitter while it fails. Whatever the
 * connector does (throws, hangs, floods), it stays within this source.
 */
export function superviseSource<C>(supervision: Supervision<C>): Supervised {
  const { connector, config, deliver, watcher, timers = nodeTimers } = supervision;
  const stopping = new AbortController();
  const io: ConnectorIo = { ...withSignal(supervision.io, stopping.signal), fault: (error) => watcher.onFault(error) };
  const limitMs = supervision.pollLimitMs ?? POLL_LIMIT_MS;
  const intervalMs = Math.max(1, connector.intervalMs(config));
  let cursor = supervision.cursor;
  let listening: Listening | undefined;
  /** Of a listener that opens after it was given up. */
  let closedLate: Promise<void> | undefined;
  let timer: unknown;
  let failures = 0;
  let again = false;
  let running: Promise<void> | undefined;

  const schedule = (delayMs: number): number => {
    timers.clear(timer);
    timer = timers.set(run, delayMs);
    return io.now() + delayMs;
  };

  const onGood = (): void => {
    failures = 0;
    watcher.onScheduled(schedule(again ? 0 : intervalMs));
    again = false;
  };

  const onBad = (failure: Failure): void => {
    const delayMs = again ? 0 : nextDelayMs(failure, failures, intervalMs, io.random());
    again = false;
    failures++;
    watcher.onFailed(failure, schedule(delayMs));
  };

  /** Runs a connector's work within its time and turns what it throws into a visible failure. */
  const guarded = async <T>(work: (io: ConnectorIo) => Promise<Result<T>>): Promise<Result<T>> => {
    const over = new AbortController();
    let limit: unknown;
    const late = new Promise<Result<T>>((resolve) => {
      limit = timers.set(() => resolve(failed("timeout", "failure.hung", { timeoutMs: limitMs })), limitMs);
      stopping.signal.addEventListener(
        "abort",
        () => resolve(failed("timeout", "failure.hung", { timeoutMs: limitMs })),
        {
          once: true,
          signal: over.signal,
        },
      );
    });
    try {
      return await Promise.race([work(withSignal(io, over.signal)), late]);
    } catch (error) {
      watcher.onFault(error);
      return failed("malformed", "failure.fault", { detail: nameOf(error) });
    } finally {
      timers.clear(limit);
      over.abort();
    }
  };

  const listen = async (): Promise<Failure | undefined> => {
    if (connector.listen === undefined || listening !== undefined) return undefined;
    let attempt: Promise<Result<Listening>> | undefined;
    // A listener outlives the attempt to open it, so it gets the source's own signal.
    const opened = await guarded(() => (attempt = connector.listen!(config, deliver, io)));
    if (!opened.ok) {
      closedLate = closeLate(attempt);
      return opened.failure;
    }
    if (stopping.signal.aborted) await opened.value.close();
    else {
      listening = opened.value;
      watcher.onListening(listening.address);
    }
    return undefined;
  };

  const poll = async (): Promise<Failure | undefined> => {
    if (connector.poll === undefined) {
      watcher.onHeartbeat(io.now());
      return undefined;
    }
    const answer = await guarded((limited) => connector.poll!(config, cursor, limited));
    if (stopping.signal.aborted) return undefined;
    if (!answer.ok) return answer.failure;
    const count = answer.value.reports.length;
    if (count > MAXIMUM_REPORTS) return failureOf("too-large", "failure.tooMany", { count, limit: MAXIMUM_REPORTS });
    try {
      await watcher.onPolled(answer.value, io.now());
    } catch (error) {
      watcher.onFault(error);
      return failureOf("refused", "failure.notStored", { detail: nameOf(error) });
    }
    cursor = answer.value.cursor ?? cursor;
    return undefined;
  };

  const round = async (): Promise<void> => {
    const failure = (await listen()) ?? (await poll());
    running = undefined;
    if (stopping.signal.aborted) return;
    if (failure === undefined) onGood();
    else onBad(failure);
  };

  /** Whoever comes next on the same port waits for it, but not for one that hangs. */
  const within = (closed: Promise<void>): Promise<void> =>
    new Promise((resolve) => {
      const limit = timers.set(resolve, CLOSE_LIMIT_MS);
      void closed.then(resolve).finally(() => timers.clear(limit));
    });

  function run(): void {
    running ??= round();
  }

  run();
  return {
    pollNow() {
      if (stopping.signal.aborted || connector.poll === undefined) return false;
      if (running === undefined) schedule(0);
      else again = true;
      return true;
    },
    async stop() {
      stopping.abort();
      timers.clear(timer);
      await running;
      await listening?.close();
      if (closedLate !== undefined) await within(closedLate);
    },
  };
}

/** A listener that opens after it was given up must not keep its port. What it throws was reported already. */
const closeLate = async (attempt: Promise<Result<Listening>> | undefined): Promise<void> =>
  attempt?.then((late) => (late.ok ? late.value.close() : undefined)).catch(() => undefined);

/** Name or code of an error, never its text, which may hold what was not masked. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
