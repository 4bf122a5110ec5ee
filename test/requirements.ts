import { existsSync } from "node:fs";
import path from "node:path";
import { hasDisplay } from "../electron/host/open-browser.ts";
import { installedRuntime } from "../scripts/electron-runtime.ts";

/** What a test may need that is no part of the checkout. */
export type Needs = {
  /** A Chromium, for tests through the real renderer. */
  chromium?: true;
  /** Servers of the monitoring world, by the name of their program. */
  servers?: readonly ServerName[];
  /** Electron's runtime, and a display to show a window on. */
  electron?: true;
};

export type ServerName = "prometheus" | "prometheus-alertmanager" | "prometheus-pushgateway" | "promtool" | "amtool";

const root = path.resolve(import.meta.dirname, "..");

/** Where a program is: on the path, or undefined. */
export function programFile(...names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file));
}

/** The Chromium to drive: the one that `CHROMIUM` names, else one on the path. */
export const chromiumFile = (): string | undefined =>
  process.env.CHROMIUM ?? programFile("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

/** Electron's program, once its runtime has been fetched. */
export const electronFile = (): string | undefined =>
  installedRuntime(path.join(root, "node_modules", "electron"), process.env);

/** What is missing, in words; undefined when the test can run. */
export function missing({ chromium, servers = [], electron }: Needs): string | undefined {
  if (chromium && chromiumFile() === undefined) return "there is no Chromium";
  const server = servers.find((name) => programFile(name) === undefined);
  if (server !== undefined) return `${server} is not installed`;
  if (electron && electronFile() === undefined) return "Electron's runtime was not fetched";
  if (
    electron &&
    !hasDisplay({ platform: process.platform, environment: process.env }) &&
    programFile("Xvfb") === undefined
  )
    return "there is neither a display nor Xvfb";
  return undefined;
}

/**
 * For `it(name, needs({ chromium: true }), …)` and `describe`: runs where everything is there. Elsewhere it is skipped, and
 * the reporter prints its name with the reason.
 */
export function needs(what: Needs): { skip: boolean; meta: { skippedBecause?: string } } {
  const reason = missing(what);
  return reason === undefined ? { skip: false, meta: {} } : { skip: true, meta: { skippedBecause: reason } };
}

declare module "vitest" {
  interface TaskMeta {
    skippedBecause?: string;
  }
}
