import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createPackage } from "@electron/asar";

/** Electron's binary holds its fuses behind this mark: a version, their number, then a digit for each. */
export const FUSE_SENTINEL = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const FUSE_COUNT = 9;

/**
 * What a packager takes from an Electron distribution, without Electron: the names that it copies, and a "binary" that can
 * carry fuses but cannot run.
 */
export async function makeDistribution(folder: string, version: string): Promise<void> {
  const write = (name: string, content: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content, "latin1");
  };
  write("electron", `stand-in ${FUSE_SENTINEL}\x01${String.fromCharCode(FUSE_COUNT)}${"1".repeat(FUSE_COUNT)} end`);
  write("chrome-sandbox", "stand-in");
  write("version", version);
  write("LICENSE", "stand-in");
  write("LICENSES.chromium.html", "stand-in");
  for (const locale of ["en-US", "de", "fr"]) write(`locales/${locale}.pak`, "stand-in");
  for (const program of ["electron", "chrome-sandbox"]) chmodSync(path.join(folder, program), 0o755);
  const app = mkdtempSync(path.join(tmpdir(), "default-app-"));
  writeFileSync(path.join(app, "package.json"), "{}");
  mkdirSync(path.join(folder, "resources"), { recursive: true });
  await createPackage(app, path.join(folder, "resources", "default_app.asar"));
  rmSync(app, { recursive: true });
}
