import { Worker } from "node:worker_threads";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { LongRead, LongReadName, LongReads } from "../store/read-long.ts";

export type ReaderQuestion = {
  id: number;
  name: LongReadName;
  scopes: Scopes;
  input: LongReads[LongReadName]["input"];
};
export type ReaderAnswer = { id: number; ok: true; value: unknown } | { id: number; ok: false; error: unknown };

/** The reader worker went away with the question. Asking again reaches a new one. */
export class ReaderStopped extends Error {
  override name = "ReaderStopped";
}

export interface Reader {
  read: LongRead;
  /** How often the worker had to be started again after a crash. */
  restarts(): number;
  close(): Promise<void>;
}

type Waiting = { resolve(value: unknown): void; reject(reason: unknown): void };

/** So long after the start the worker begins to load, unless a question came before: a window's first list, and the ingest thread, come first. */
const LOAD_AFTER_MS = 2_000;

/**
 * A reader worker (`search.worker.ts` or its bundle) on a database file. The first question starts it, or two seconds without one.
 * After a crash the questions that it held are rejected with `ReaderStopped`, and the next question starts it anew.
 */
export function startReader(file: string, script: URL): Reader {
  let worker: Worker | undefined;
  let restarts = -1;
  let nextId = 0;
  let waiting = new Map<number, Waiting>();

  const start = (): Worker => {
    const started = new Worker(script, { workerData: { file } });
    const asked = new Map<number, Waiting>();
    const stop = (reason: unknown) => {
      if (worker === started) worker = undefined;
      for (const { reject } of asked.values())
        reject(new ReaderStopped("the reader worker stopped", { cause: reason }));
      asked.clear();
    };
    started.on("message", (answer: ReaderAnswer) => {
      const asker = asked.get(answer.id);
      asked.delete(answer.id);
      if (answer.ok) asker?.resolve(answer.value);
      else asker?.reject(answer.error);
    });
    started.on("error", stop);
    started.on("exit", stop);
    waiting = asked;
    restarts += 1;
    return started;
  };

  const ask = (name: LongReadName, scopes: Scopes, input: ReaderQuestion["input"]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      worker ??= start();
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name, scopes, input } satisfies ReaderQuestion);
    });

  const loading = setTimeout(() => (worker ??= start()), LOAD_AFTER_MS).unref();
  return {
    read: (async (name: LongReadName, scopes: Scopes, input: ReaderQuestion["input"]) =>
      ask(name, scopes, input)) as LongRead,
    restarts: () => Math.max(0, restarts),
    async close() {
      clearTimeout(loading);
      await worker?.terminate();
    },
  };
}
