import { parentPort, workerData } from "node:worker_threads";
import { FOR_ONE_PASS, openReader } from "../store/database.ts";
import { runTest, type TestRequest } from "./run.ts";
import type { FromTest } from "./protocol.ts";

/** Entry of the thread of one test: a read-only connection, so that neither the analysis nor the api waits for it. */
function run({ file, request }: { file: string; request: TestRequest }): void {
  const port = parentPort;
  if (port === null) throw new RangeError("a test of rules runs only as a worker thread");
  const tell = (message: FromTest): void => port.postMessage(message);
  const db = openReader(file, FOR_ONE_PASS);
  const edges = {
    monotonicMs: () => performance.now(),
    progress: (share: number) => tell({ kind: "progress", share }),
  };
  tell({ kind: "done", test: runTest(db, request, edges) });
  db.close();
}

// The thread that starts this one says what is in `workerData`; Node has no type for it.
run(workerData as { file: string; request: TestRequest });
