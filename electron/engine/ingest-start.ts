import { Worker } from "node:worker_threads";
import { workerFile } from "./worker-file.ts";

/**
 * Starts the ingest thread, which loads its code and then waits for `{kind: "open"}` with its options. So it can be started
 * before they are known. It keeps no process alive until somebody calls `ref`.
 */
export function startIngestThread(): Worker {
  const worker = new Worker(workerFile("ingest"));
  worker.unref();
  return worker;
}
