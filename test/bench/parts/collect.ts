import { readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { memoryUsage } from "node:process";

/**
 * `residentBytes`: of the process, with the pages of files that are mapped. `ownBytes`: without them, because the system
 * takes those back whenever it needs them; undefined where it does not say. `heapBytes`: used heap of all threads.
 */
export type Memory = { residentBytes: number; ownBytes: number | undefined; heapBytes: number };

const WAIT_MS = 10_000;
/** Freed pages are given back to the system a while after garbage was collected. */
const GIVEN_BACK_MS = 2_000;

/** Collects garbage in every thread of this process, then says what is left. Speaks Node's inspector protocol to its own threads. */
export async function collectedMemory(): Promise<Memory> {
  const session = new Session();
  session.connect();
  try {
    await session.post("HeapProfiler.collectGarbage");
    const heaps = await askWorkers(session);
    const heapBytes = heaps.reduce((sum, heap) => sum + heap, memoryUsage().heapUsed);
    await new Promise((resolve) => setTimeout(resolve, GIVEN_BACK_MS));
    return { residentBytes: memoryUsage().rss, ownBytes: ownBytes(), heapBytes };
  } finally {
    session.disconnect();
  }
}

/** As Linux tells it, proc(5). */
function ownBytes(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const kib = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return kib === undefined ? undefined : Number(kib) * 1024;
}

/** The used heap of every worker after its garbage has been collected. */
async function askWorkers(session: Session): Promise<number[]> {
  const workers: string[] = [];
  const answers = new Map<string, (usedSize: number) => void>();
  session.on("NodeWorker.attachedToWorker", ({ params }) => workers.push(params.sessionId));
  session.on("NodeWorker.receivedMessageFromWorker", ({ params: { sessionId, message } }) => {
    const { id, result } = JSON.parse(message) as { id?: number; result?: { usedSize?: number } };
    if (id === 2) answers.get(sessionId)?.(result?.usedSize ?? 0);
  });
  await session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
  const heaps = await Promise.all(
    workers.map((sessionId) => {
      const answer = new Promise<number>((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error("a thread did not collect its garbage")), WAIT_MS);
        answers.set(sessionId, (usedSize) => {
          clearTimeout(limit);
          resolve(usedSize);
        });
      });
      for (const [id, method] of [
        [1, "HeapProfiler.collectGarbage"],
        [2, "Runtime.getHeapUsage"],
      ] as const)
        void session.post("NodeWorker.sendMessageToWorker", { sessionId, message: JSON.stringify({ id, method }) });
      return answer;
    }),
  );
  await session.post("NodeWorker.disable");
  return heaps;
}
