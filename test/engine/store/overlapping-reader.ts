import { parentPort, workerData } from "node:worker_threads";
import { openReader } from "../../../electron/engine/store/database.ts";
import { logHead } from "../../../electron/engine/store/event-log.ts";

/**
 * A thread that reads most of the time, on one state of the database for some milliseconds each. Two of them whose turns begin at
 * different times leave hardly a moment in which nobody reads.
 */
const { file, number } = workerData as { file: string; number: number };
const db = openReader(file);
const clock = new Int32Array(new SharedArrayBuffer(4));
const pause = (ms: number) => Atomics.wait(clock, 0, 0, ms);

const turn = (): void => {
  db.exec("BEGIN");
  logHead(db);
  pause(12);
  db.exec("COMMIT");
  setImmediate(turn);
};
pause(number * 6);
turn();
parentPort?.postMessage("reads");
