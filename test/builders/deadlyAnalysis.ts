import { type MessagePort, workerData } from "node:worker_threads";
import type { Analysis } from "../../electron/engine/analysis/index.ts";
import { Loop } from "../../electron/engine/analysis/loop.ts";
import type { ToAnalysis } from "../../electron/engine/analysis/protocol.ts";
import { openReader } from "../../electron/engine/store/database.ts";
import { readEvents } from "../../electron/engine/store/event-log.ts";
import { readProgress } from "../../electron/engine/store/analysis-state.ts";
import { decodePosition } from "../../electron/engine/store/position.ts";
import type { LogEntry } from "../../shared/domain/log.ts";

/**
 * Entry of a thread that reads the log as the analysis does, and dies of what some entries say: a note "memory" takes all of
 * it, a note "loop" never ends.
 */
function die({ body }: LogEntry): void {
  if (body.kind !== "operator") return;
  if (body.text === "loop") for (;;);
  const eaten: number[][] = [];
  while (body.text === "memory") eaten.push(Array.from({ length: 100_000 }, () => Math.random()));
}

const { file, port } = workerData as { file: string; port: MessagePort };
const db = openReader(file);
let position = decodePosition(readProgress(db).position);
const analysis: Pick<Analysis, "position" | "isBehind" | "read"> = {
  get position() {
    return position;
  },
  isBehind: false,
  read(entries, upTo) {
    entries.forEach(die);
    const after = position;
    position = upTo ?? entries.at(-1)?.position ?? after;
    return { after, upTo: position, proposals: [], state: [] };
  },
};
const loop = new Loop(analysis, {
  read: (after, limit) => readEvents(db, after, limit),
  post: (message) => port.postMessage(message),
  end: () => port.close(),
});
port.on("message", (message: ToAnalysis) => loop.receive(message));
