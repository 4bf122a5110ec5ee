import { isUtf8 } from "node:buffer";

/** Why bytes are no JSON that we take. */
export type JsonProblem = "invalid-utf8" | "too-deep" | "not-json";
export type Parsed = { ok: true; value: unknown } | { ok: false; problem: JsonProblem; detail: string };

/** Deeper than anything a monitoring system sends; far from what would exhaust the stack of a reader that recurses. */
export const MAXIMUM_DEPTH = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** True when arrays and objects of a JSON text lie deeper in each other than `maximum`. Brackets in strings do not count. */
export function isDeeperThan(bytes: Uint8Array, maximum: number): boolean {
  let depth = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]!;
    if (byte === QUOTE) {
      for (index++; index < bytes.length && bytes[index] !== QUOTE; index++) if (bytes[index] === BACKSLASH) index++;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > maximum) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}

/** JSON from outside: valid UTF-8, not nested without end, whole. `detail` is the parser's own word on where it broke. */
export function parseJson(bytes: Buffer, maximumDepth: number = MAXIMUM_DEPTH): Parsed {
  if (!isUtf8(bytes)) return { ok: false, problem: "invalid-utf8", detail: "" };
  if (isDeeperThan(bytes, maximumDepth)) return { ok: false, problem: "too-deep", detail: String(maximumDepth) };
  return parseText(bytes.toString("utf8"));
}

/** As `parseJson`, for readers that never recurse into what they do not know: leaves out the look at the depth. */
export function parseFlatJson(bytes: Buffer): Parsed {
  if (!isUtf8(bytes)) return { ok: false, problem: "invalid-utf8", detail: "" };
  return parseText(bytes.toString("utf8"));
}

function parseText(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, problem: "not-json", detail: whereOf(error) };
  }
}

/** Only the position: the parser's message quotes the text, which is not masked. */
function whereOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /position \d+(?: \(line \d+ column \d+\))?/.exec(message)?.[0] ?? "its end";
}
