import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const FETCH_WITHIN_MS = 120_000;

/** The runtime's program in an installed `electron` package; undefined while it has not been fetched. */
export function installedRuntime(packageFolder: string, environment: NodeJS.ProcessEnv): string | undefined {
  const pathFile = path.join(packageFolder, "path.txt");
  const name = existsSync(pathFile)
    ? readFileSync(pathFile, "utf8")
    : process.platform === "win32"
      ? "electron.exe"
      : "electron";
  const folder = environment.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(packageFolder, "dist");
  const program = path.join(folder, name);
  return existsSync(program) ? program : undefined;
}

export type Fetched = { ok: true } | { ok: false; reason: string };

/** Lets the package fetch its runtime, as it does on first use, but no longer than two minutes. */
export async function fetchRuntime(packageFolder: string, withinMs = FETCH_WITHIN_MS): Promise<Fetched> {
  const script = path.join(packageFolder, "install.js");
  if (!existsSync(script)) return { ok: false, reason: "the electron package is not installed" };
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => (said += String(chunk)));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill();
  }, withinMs);
  const code = await new Promise<number | null>((resolve) => child.on("exit", resolve));
  clearTimeout(timer);
  if (code === 0) return { ok: true };
  return { ok: false, reason: late ? `not complete after ${Math.round(withinMs / 1000)} s` : reasonIn(said) };
}

/** The sentence in a stack trace that says what happened; a network error's cause says more than its message. */
export function reasonIn(said: string): string {
  const [, cause] = /\b((?:getaddrinfo|connect|read) E[A-Z_]+(?: [\w.:-]+)?)/.exec(said) ?? [];
  const [, error] = /^(?:\w*Error: )(.+)$/m.exec(said) ?? [];
  return (cause ?? error ?? said.split("\n")[0] ?? "").trim() || "no reason given";
}
