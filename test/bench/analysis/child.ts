import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** The command line as it is built and shipped. */
const HOST = join(import.meta.dirname, "..", "..", "..", "dist", "electron", "host.js");
/** Writes the most memory that the process held, in kB, to the fourth channel when it ends. On Linux the figure of `resourceUsage` begins with that of the parent. */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent(
  `import { readFileSync, writeSync } from "node:fs";
  const peak = () =>
    process.platform === "linux"
      ? /VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]
      : String(process.resourceUsage().maxRSS);
  process.on("exit", () => writeSync(3, peak()));`,
)}`;

/** What a process wrote, how long it took from its start to its end, and the most resident memory that it held. */
export type Finished = { output: string; seconds: number; peakBytes: number };

/**
 * Runs a command of the built command line, as a user would.
 * @throws Error with what the command said when it does not end with 0
 */
export const runCommand = (args: readonly string[]): Promise<Finished> => runNode([HOST, ...args]);

/** Runs a script with this Node. @throws Error with what it said when it does not end with 0 */
export async function runNode(args: readonly string[]): Promise<Finished> {
  const begun = performance.now();
  const child = spawn(process.execPath, ["--import", TELL_PEAK, ...args], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const [output, said, peak] = [1, 2, 3].map((channel) => textOf(child.stdio[channel] as Readable));
  const [code] = (await once(child, "close")) as [number | null];
  const seconds = (performance.now() - begun) / 1_000;
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${await said}`);
  return { output: await output!, seconds, peakBytes: Number(await peak) * 1_024 };
}

async function textOf(stream: Readable): Promise<string> {
  let text = "";
  for await (const part of stream.setEncoding("utf8")) text += String(part);
  return text;
}
