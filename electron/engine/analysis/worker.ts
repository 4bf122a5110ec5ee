import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { loadAnalysisState } from "../store/analysis-state.ts";
import { FOR_ONE_PASS, openReader } from "../store/database.ts";
import { readEvents } from "../store/event-log.ts";
import { Analysis } from "./analysis.ts";
import { Loop } from "./loop.ts";
import type { ToAnalysis } from "./protocol.ts";

/** What the thread is started with. `port`: where the ingest thread listens; without it, the thread that started this one. */
export type AnalysisWorkerData = { file: string; port?: MessagePort };

/** Entry of the analysis thread: a read-only connection, the state as last committed, and the loop between log and ingest thread. */
function run({ file, port = requiredParent() }: AnalysisWorkerData): void {
  const db = openReader(file, FOR_ONE_PASS);
  const { rows, upTo } = loadAnalysisState(db);
  const loop = new Loop(Analysis.restore(rows, upTo), {
    read: (after, limit) => readEvents(db, after, limit),
    post: (message) => port.postMessage(message),
    // Nothing keeps the thread alive then; what was posted still arrives.
    end: () => port.close(),
  });
  port.on("message", (message: ToAnalysis) => loop.receive(message));
}

function requiredParent(): MessagePort {
  if (parentPort === null) throw new RangeError("the analysis worker runs only as a worker thread");
  return parentPort;
}

// The thread that starts this one says what is in `workerData`; Node has no type for it.
run(workerData as AnalysisWorkerData);
