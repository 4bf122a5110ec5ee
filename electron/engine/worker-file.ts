import path from "node:path";

/** Sources of the threads' entries, from this folder. The build puts them beside the bundle as `<name>.worker.js`. */
const ENTRIES = {
  ingest: "ingest.worker.ts",
  analysis: "analysis/worker.ts",
  search: "search.worker.ts",
  backtest: "backtest/worker.ts",
} as const;

export type WorkerName = keyof typeof ENTRIES;

/** The file that a thread starts from: TypeScript in a checkout (Node strips the types), a bundle once built. */
export function workerFile(name: WorkerName): string {
  const fromSource = path.extname(import.meta.filename) === ".ts";
  return path.join(import.meta.dirname, fromSource ? ENTRIES[name] : `${name}.worker.js`);
}
