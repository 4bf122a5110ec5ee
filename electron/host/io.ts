import type { Writable } from "node:stream";

/** Everything that a command touches besides files, so that tests can hold it. */
export type CommandIo = {
  /** The result, and nothing but the result. */
  out: Writable;
  /** What is said about the work. */
  error: Writable;
  input: NodeJS.ReadableStream;
  environment: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  cwd: string;
  now(): number;
  /** Aborts when the process is asked to stop. */
  stop: AbortSignal;
};

/** A terminal, npm and the launcher may each pass the same key press on: within this time it is one. */
const SAME_SIGNAL_MS = 1000;

/**
 * The process itself. Only a command that looks at `stop` is asked to stop by SIGINT, SIGTERM and SIGHUP, and asking again ends
 * it at once; all others end at the first.
 */
export function processIo(): CommandIo {
  let stop: AbortSignal | undefined;
  return {
    out: process.stdout,
    error: process.stderr,
    input: process.stdin,
    environment: process.env,
    platform: process.platform,
    cwd: process.cwd(),
    now: Date.now,
    get stop() {
      return (stop ??= stopBySignals());
    },
  };
}

function stopBySignals(): AbortSignal {
  const stop = new AbortController();
  let askedAt = 0;
  const ask = (): void => {
    if (stop.signal.aborted && performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(1);
    if (!stop.signal.aborted) askedAt = performance.now();
    stop.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask);
  return stop.signal;
}

export const sayLine = (to: Writable, line: string): void => void to.write(`${line}\n`);
