import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import type { Message } from "../../../shared/domain/message.ts";
import { said } from "./explain.ts";
import { parseConfig, type KnownKinds, type ParsedConfig } from "./parse.ts";

/**
 * Reads and checks a configuration file; a file that cannot be read is a problem like any other.
 * @param shown the name to show in problems, as the person wrote it
 */
export function readConfig(shown: string, file: string, known: KnownKinds): ParsedConfig {
  const whole = (wrong: Message, fix: Message): ParsedConfig => ({
    ok: false,
    problems: [{ file: shown, line: 1, column: 1, path: "", wrong, fix }],
  });
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const wrong = code === "ENOENT" ? said("configNoFile") : said("configUnreadable", { reason: message });
    return whole(wrong, said("configFixFile"));
  }
  if (!isUtf8(content)) return whole(said("configNotUtf8"), said("configFixUtf8"));
  return parseConfig(content.toString("utf8"), shown, known);
}
