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

/** The process itself. SIGINT and SIGTERM ask to stop; a second one ends it at once. */
export function processIo(): CommandIo {
  const stop = new AbortController();
  const ask = (): void => {
    if (stop.signal.aborted) process.exit(1);
    stop.abort();
  };
  process.on("SIGINT", ask).on("SIGTERM", ask);
  return {
    out: process.stdout,
    error: process.stderr,
    input: process.stdin,
    environment: process.env,
    platform: process.platform,
    cwd: process.cwd(),
    now: Date.now,
    stop: stop.signal,
  };
}

export const sayLine = (to: Writable, line: string): void => void to.write(`${line}\n`);
