import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromiumFile, electronFile, programFile } from "../test/requirements.ts";
import { fetchRuntime } from "./electron-runtime.ts";

/** Programs that tests drive, and the Debian packages that bring them. */
const PACKAGES: readonly { package: string; isThere(): boolean }[] = [
  { package: "chromium", isThere: () => chromiumFile() !== undefined },
  { package: "prometheus", isThere: () => programFile("prometheus") !== undefined },
  { package: "prometheus-alertmanager", isThere: () => programFile("prometheus-alertmanager") !== undefined },
];
/** Only worth having beside Electron's runtime. */
const DISPLAY = { package: "xvfb", isThere: () => programFile("Xvfb") !== undefined };
/** While it is there and says 101, packages do not start the services that they bring. */
const POLICY = "/usr/sbin/policy-rc.d";
const ELECTRON_WITHIN_MS = 90_000;

type Say = (line: string) => void;

/** Installs what tests need beyond the checkout, as far as that can be done here; says what could not. */
export async function installTestNeeds(root: string, say: Say): Promise<void> {
  const runtime =
    electronFile() === undefined
      ? await fetchRuntime(path.join(root, "node_modules", "electron"), ELECTRON_WITHIN_MS)
      : { ok: true };
  if (!runtime.ok && "reason" in runtime) say(`Electron's runtime could not be fetched: ${runtime.reason}`);
  const wanted = runtime.ok ? [...PACKAGES, DISPLAY] : PACKAGES;
  const missing = wanted.filter(({ isThere }) => !isThere()).map((entry) => entry.package);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || programFile("apt-get") === undefined) {
    say(`Not installed, because that needs root and apt-get: ${missing.join(", ")}`);
    return;
  }
  say(`Installing ${missing.join(", ")}`);
  withoutServices(() => {
    if (!apt("update") || !apt("install", "-y", "--no-install-recommends", ...missing))
      say("apt-get failed; tests that need more are skipped");
  });
}

function apt(...args: string[]): boolean {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return (
    spawnSync("apt-get", ["-q", ...args], { stdio: ["ignore", "ignore", "inherit"], env: environment }).status === 0
  );
}

/** A policy that is already there is the machine's own and stays. */
function withoutServices(work: () => void): void {
  if (existsSync(POLICY)) return work();
  writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    work();
  } finally {
    rmSync(POLICY);
  }
}
