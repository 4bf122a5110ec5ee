import { fork } from "node:child_process";
import path from "node:path";

const SCRIPT = path.resolve(import.meta.dirname, "../moving-load.ts");

/**
 * Lets alerts fire and end at an engine, from number `first` on, until the returned function is called.
 * @returns what ends it and resolves with how many events were taken, or rejects when it ended before
 */
export function movingLoad(url: string, first: number): () => Promise<number> {
  const child = fork(SCRIPT, [url, String(first)], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const events = new Promise<number>((resolve, reject) => {
    child.once("message", (taken: number) => resolve(taken));
    child.once("exit", (code) => reject(new Error(`the load ended with ${code}`)));
  });
  // Whoever never stops it learns of its end by what else fails.
  events.catch(() => undefined);
  return () => {
    if (child.connected) child.send("stop", () => undefined);
    return events;
  };
}
