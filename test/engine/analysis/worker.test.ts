import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { once } from "node:events";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { FromAnalysis, ToAnalysis } from "../../../electron/engine/analysis/index.ts";
import { saveAnalysisState } from "../../../electron/engine/store/analysis-state.ts";
import { closeDatabase, openDatabase, type WritableDb } from "../../../electron/engine/store/database.ts";
import { appendEvents } from "../../../electron/engine/store/event-log.ts";
import { encodePosition } from "../../../electron/engine/store/position.ts";
import type { LogEntry } from "../../../shared/domain/log.ts";
import type { AnalysisStep, NumberedProposal } from "../../../shared/domain/proposal.ts";
import { analyse } from "../../builders/analysis.ts";
import { aLog, anAlertBody, anEdge, withTicks } from "../../builders/log.ts";

let folder: string;
let file: string;
let db: WritableDb;
const workers: Worker[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "watchfloor-analysis-"));
  file = path.join(folder, "watchfloor.db");
  const opened = openDatabase(file);
  if (!opened.ok) throw new Error(opened.problem.kind);
  db = opened.db;
});

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
  closeDatabase(db);
  rmSync(folder, { recursive: true });
});

function start(): { worker: Worker; port: MessagePort; tell: (message: ToAnalysis) => void } {
  const { port1, port2 } = new MessageChannel();
  const entry = new URL("../../../electron/engine/analysis/worker.ts", import.meta.url);
  const worker = new Worker(entry, { workerData: { file, port: port1 }, transferList: [port1] });
  workers.push(worker);
  return { worker, port: port2, tell: (message) => port2.postMessage(message) };
}

/** The next that is more than the word of what is read. */
async function answerOf(port: MessagePort): Promise<FromAnalysis> {
  for (;;) {
    const [message] = (await once(port, "message")) as [FromAnalysis];
    if (message.kind !== "reading") return message;
  }
}

/** Applies a step as the ingest thread does. */
function apply(step: AnalysisStep): void {
  const progress = { position: encodePosition(step.upTo), ordinal: step.proposals.at(-1)?.ordinal ?? 0 };
  db.transaction(() => saveAnalysisState(db, step.state, progress))();
}

const log: LogEntry[] = aLog(
  withTicks(
    [
      { receivedAt: 0, body: anEdge("web", "store") },
      ...Array.from({ length: 300 }, (_, index) => ({
        receivedAt: 1_000 + index * 40,
        body: anAlertBody(index % 2 === 0 ? "web" : "store", 1_000 + index * 40, { name: `Alert${index}` }),
      })),
    ],
    120_000,
  ),
);

it("proposes the same over a real log, with a restart in between, as in one go", async () => {
  appendEvents(db, log);
  const proposals: NumberedProposal[] = [];
  let reached = 0;
  while (reached < log.length) {
    const { worker, port, tell } = start();
    tell({ kind: "advance" });
    const message = await answerOf(port);
    if (message.kind !== "step") throw new Error(message.kind);
    apply(message.step);
    proposals.push(...message.step.proposals);
    reached = message.step.upTo.position;
    await worker.terminate();
  }
  expect(proposals).toEqual(analyse(log).proposals);
});

it("names the entry that it cannot take and ends, so that another thread can start", async () => {
  const alert = log.find(({ body }) => body.kind === "alert")!;
  const poisoned = { ...alert, body: { ...alert.body, labels: null } as unknown as LogEntry["body"] };
  appendEvents(db, [log[0]!, poisoned]);
  const { worker, port, tell } = start();
  const ended = once(worker, "exit");
  tell({ kind: "advance" });
  const message = await answerOf(port);
  expect(message).toMatchObject({ kind: "crashed", position: { position: 2 } });
  await ended;
});
