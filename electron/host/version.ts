import { readFileSync } from "node:fs";
import { projectFile } from "./project-file.ts";

/** The version in package.json, which lies beside the sources and in every package. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(projectFile("package.json"), "utf8"));
  return (manifest as { version: string }).version;
}
