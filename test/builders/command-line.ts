import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";

const script = path.resolve(import.meta.dirname, "../../scripts/watchfloor.ts");

export type Ended = { code: number | null; out: string; error: string };
export type Running = { child: ChildProcess; ended: Promise<Ended>; said(pattern: RegExp): Promise<RegExpExecArray> };

/** Starts `watchfloor …` in a process of its own. `said` waits for its output to match. An `input` of null leaves its input open. */
export function startCommand(
  args: readonly string[],
  options: { input?: string | null; environment?: Record<string, string> } = {},
): Running {
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, ...options.environment } });
  const texts = { out: "", error: "" };
  const waiting = new Set<() => void>();
  const hear = (which: "out" | "error") => (chunk: Buffer) => {
    texts[which] += chunk.toString();
    waiting.forEach((look) => look());
  };
  child.stdout.on("data", hear("out"));
  child.stderr.on("data", hear("error"));
  if (options.input !== null) child.stdin.end(options.input ?? "");
  const ended = new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, ...texts })));
  const said = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(texts.out);
        if (found !== null) resolve(found);
      };
      waiting.add(look);
      look();
      void ended.then(({ code }) => reject(new Error(`ended with ${code} before saying ${pattern}: ${texts.error}`)));
    });
  return { child, ended, said };
}

export const runCommand = (args: readonly string[], options?: Parameters<typeof startCommand>[1]): Promise<Ended> =>
  startCommand(args, options).ended;
