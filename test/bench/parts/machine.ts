import { cpus, loadavg, totalmem } from "node:os";

export type Machine = { cpu: string; cores: number; memoryGb: number; node: string; loadBefore: number };

/** The machine that figures belong to. `loadBefore`: processes that wanted to run over the last minute. */
export const machine = (): Machine => ({
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
});
