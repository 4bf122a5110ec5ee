import { parentPort } from "node:worker_threads";
import type { Message } from "../../shared/domain/message.ts";
import type { FromIngest, IngestOptions, ToIngest } from "./ingest/protocol.ts";
import { IngestThread } from "./ingest/thread.ts";
import { abandonDatabase, openDatabase, problemOf, suspectDamage, type StoreProblem } from "./store/database.ts";

/** Entry of the ingest thread: it owns the one write connection. */
const port = parentPort;
if (port === null) throw new Error("the ingest thread has to be started as a worker");

const tell = (message: FromIngest): void => port.postMessage(message);

type Ready = { ok: true; thread: IngestThread; notice: Message | null } | { ok: false; problem: StoreProblem };

/** Damage can show late, in a file that was closed cleanly: it is then looked through, and set aside like any other that is damaged. */
function open(options: IngestOptions): Ready {
  const ready = openOnce(options);
  if (ready.ok || ready.problem.kind !== "damaged") return ready;
  suspectDamage(options.file);
  return openOnce(options);
}

/** Opens the file and reads what the thread needs of it. */
function openOnce(options: IngestOptions): Ready {
  const opened = openDatabase(options.file);
  if (!opened.ok) return opened;
  try {
    return { ok: true, thread: new IngestThread(opened.db, options, tell), notice: opened.notice ?? null };
  } catch (error) {
    abandonDatabase(opened.db);
    const problem = problemOf(error, options.file);
    if (problem === undefined) throw error;
    return { ok: false, problem };
  }
}

function start(options: IngestOptions): IngestThread | undefined {
  const ready = open(options);
  if (!ready.ok) {
    tell({ kind: "refused", problem: ready.problem });
    return undefined;
  }
  tell({ kind: "ready", notice: ready.notice });
  ready.thread.start();
  return ready.thread;
}

let thread: IngestThread | undefined;
port.on("message", (message: ToIngest) => {
  if (message.kind === "open") thread = start(message.options);
  else if (message.kind !== "close") thread?.receive(message);
  else
    void thread?.close().finally(() => {
      tell({ kind: "closed" });
      port.close();
    });
});
