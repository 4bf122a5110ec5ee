import { globSync, readFileSync } from "node:fs";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");

/** An import as it is written. `runtime` is false for `import type`, which is gone before anything runs. */
export type Import = { line: number; target: string; runtime: boolean };

export type Source = { file: string; text: string; imports: Import[] };

/** Files of the project by a pattern, as paths from its root with slashes. */
export const filesOf = (...patterns: string[]): string[] =>
  patterns
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .map((file) => file.split(path.sep).join("/"))
    .sort();

export function readSources(...patterns: string[]): Source[] {
  return filesOf(...patterns).map((file) => {
    const text = readFileSync(path.join(root, file), "utf8");
    return { file, text, imports: importsOf(file, text) };
  });
}

const STATIC = /^(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?["']([^"']+)["']/gm;
const DYNAMIC = /\bimport\(\s*["']([^"']+)["']\s*\)/g;

/**
 * Static and dynamic imports and re-exports. `import { type A }` counts as one that runs: with `verbatimModuleSyntax` it
 * is one. Relative targets come back as paths from the root.
 */
export function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (index: number, specifier: string, runtime: boolean): void => {
    const [plain = ""] = specifier.split("?");
    const target = plain.startsWith(".") ? path.posix.join(path.posix.dirname(file), plain) : plain;
    found.push({ line: lineAt(text, index), target, runtime });
  };
  for (const match of text.matchAll(STATIC)) add(match.index, match[2]!, match[1] === undefined);
  for (const match of text.matchAll(DYNAMIC)) add(match.index, match[1]!, true);
  return found;
}

export const lineAt = (text: string, index: number): number => text.slice(0, index).split("\n").length;

/** `file:line` of every match, to name what breaks a rule. */
export const placesOf = ({ file, text }: Source, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => `${file}:${lineAt(text, match.index)}: ${match[0].trim()}`);
