import { parentPort, workerData } from "node:worker_threads";
import type { ReaderAnswer, ReaderQuestion } from "./api/reader.ts";
import { openReader } from "./store/database.ts";
import { type LongReadName, longReads, type LongReads } from "./store/read-long.ts";
import { snapshot } from "./store/snapshot.ts";
import type { Scopes } from "../../shared/domain/scope.ts";

/**
 * The reader worker: one connection that only reads, one question at a time. Searches, maps and unindexed lists run here,
 * so that the api thread stays quick. `workerData.file` is the database.
 */
if (parentPort === null) throw new Error("search.worker.ts runs as a worker thread");
const port = parentPort;
const { file } = workerData as { file: string };
const db = openReader(file);

const run = <K extends LongReadName>(name: K, scopes: Scopes, input: LongReads[K]["input"]): LongReads[K]["output"] =>
  snapshot(db, () => longReads[name](db, scopes, input));

port.on("message", ({ id, name, scopes, input }: ReaderQuestion) => {
  let answer: ReaderAnswer;
  try {
    answer = { id, ok: true, value: run(name, scopes, input) };
  } catch (error) {
    answer = { id, ok: false, error };
  }
  port.postMessage(answer);
});
