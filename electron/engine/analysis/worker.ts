import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { FOR_ONE_PASS, openReader, type ReadableDb } from "../store/database.ts";
import { readEvents } from "../store/event-log.ts";
import { savedAnalysis } from "../store/read-analysis.ts";
import { Analysis } from "./analysis.ts";
import { Loop } from "./loop.ts";
import type { ToAnalysis } from "./protocol.ts";

/** What the thread is started with. `port`: where the ingest thread listens; without it, the thread that started this one. */
export type AnalysisWorkerData = { file: string; port?: MessagePort };

/** Entry of the analysis thread: a read-only connection, the state as last committed, and the loop between log and ingest thread. */
function run({ file, port = requiredParent() }: AnalysisWorkerData): void {
  const db = openReader(file, FOR_ONE_PASS);
  const loop = new Loop(restored(db), {
    read: (after, limit) => readEvents(db, after, limit),
    post: (message) => port.postMessage(message),
    // Nothing keeps the thread alive then; what was posted still arrives.
    end: () => port.close(),
  });
  port.on("message", (message: ToAnalysis) => loop.receive(message));
}

/** Entries read again at once. */
const PORTION = 500;

/** As last committed; what is checkpointed more rarely than with each step is brought up to that by reading again. */
function restored(db: ReadableDb): Analysis {
  const { rows, upTo, checkpoints, openFindings, quarantined } = savedAnalysis(db);
  const analysis = Analysis.restore(rows, upTo, checkpoints, openFindings);
  const left = new Set(quarantined.map(({ position }) => position));
  for (let after = analysis.rereadAfter; after !== undefined && after.position < upTo.position;) {
    const entries = readEvents(db, after, PORTION);
    analysis.reread(entries.filter(({ position }) => !left.has(position.position)));
    after = entries.at(-1)?.position;
  }
  return analysis;
}

function requiredParent(): MessagePort {
  if (parentPort === null) throw new RangeError("the analysis worker runs only as a worker thread");
  return parentPort;
}

// The thread that starts this one says what is in `workerData`; Node has no type for it.
run(workerData as AnalysisWorkerData);
