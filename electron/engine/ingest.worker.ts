import { parentPort, workerData } from "node:worker_threads";
import type { FromIngest, IngestOptions, ToIngest } from "./ingest/protocol.ts";
import { IngestThread } from "./ingest/thread.ts";
import { openDatabase } from "./store/database.ts";

/** Entry of the ingest thread: it owns the one write connection. */
const port = parentPort;
if (port === null) throw new Error("the ingest thread has to be started as a worker");

const options = workerData as IngestOptions;
const tell = (message: FromIngest): void => port.postMessage(message);

const opened = openDatabase(options.file);
if (!opened.ok) {
  tell({ kind: "refused", problem: opened.problem });
} else {
  const thread = new IngestThread(opened.db, options, tell);
  port.on("message", (message: ToIngest) => {
    if (message.kind !== "close") return thread.receive(message);
    void thread.close().finally(() => {
      tell({ kind: "closed" });
      port.close();
    });
  });
  tell({ kind: "ready", notice: opened.notice ?? null });
  thread.start();
}
