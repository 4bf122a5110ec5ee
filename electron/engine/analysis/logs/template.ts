import { isContinued } from "./mask.ts";
import type { Message } from "./message.ts";
import type { Scanner } from "./scan.ts";

const WILDCARD = "<*>";

/** The template of a pattern: its example's message, as it was written, with a wildcard for each variable. */
export function templateOf(scanner: Scanner, example: Buffer, start: number, message: Message): string {
  const count = scanner.words(example, start, example.length);
  const parts: string[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    if (message.variable[index] !== true) continue;
    if (!isContinued(message, index)) parts.push(example.toString("latin1", at, scanner.starts[index]), WILDCARD);
    at = scanner.ends[index]!;
  }
  parts.push(example.toString("latin1", at));
  return Buffer.from(parts.join(""), "latin1").toString().trim();
}
