import { readFileSync } from "node:fs";
import { said } from "./explain.ts";
import { parseConfig, type KnownKinds, type ParsedConfig } from "./parse.ts";

/**
 * Reads and checks a configuration file; a file that cannot be read is a problem like any other.
 * @param shown the name to show in problems, as the person wrote it
 */
export function readConfig(shown: string, file: string, known: KnownKinds): ParsedConfig {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const wrong = code === "ENOENT" ? said("configNoFile") : said("configUnreadable", { reason: message });
    return { ok: false, problems: [{ file: shown, line: 1, column: 1, path: "", wrong, fix: said("configFixFile") }] };
  }
  return parseConfig(text, shown, known);
}
