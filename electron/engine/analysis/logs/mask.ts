import type { Message } from "./message.ts";

/** Days and months, beside a number. */
const CALENDAR = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}$/;
/** Time zones, beside a number. */
const ZONE = /^(?:UTC|GMT|[ECMP][SD]T|CES?T|BST|JST|IST)$/;
/** Units that change with the size of what they measure: `900 B`, `1.2 KB`. */
const SIZE = /^(?:[KMGTP]i?[Bb]|B|[KMG]?bps|[KMGT]?[Hh]z)\.?$/;
const DURATION = /^(?:ns|us|ms|s|sec|secs|seconds?|min|mins|minutes?|h|hours?)\.?$/;
const ADDRESS = /^[^@]+@[^@]+\.[^@]+$|:\/\/|^~\/|^\\\w/;
/** A host by its registered ending. */
const HOST = /^(?:[a-z\d_-]+\.)+(?:com|net|org|edu|gov|mil|int|info|io|local|lan|internal|localdomain|arpa)\.?$/i;
const LABELS = /^[a-z\d_-]+(?:\.[a-z\d_-]+)+$/i;
const MANY_LABELS = /^(?:[\w$-]+\.){2,}[\w$-]+$/;
/** A component inside a package: `com.example/.Main`. */
const COMPONENT = /^[\w.-]+\.[\w.-]*\/[\w.$/-]+$/;
/** An instance by its number, `LOCAL(0)` or `PORT[3]`, is a name like `port3`. */
const CAPITALS = /^[A-Z][A-Z_]+$/;
const OCTET = /^[\da-f]{2}$/i;
const DRIVE = /^[A-Za-z]$/;

/** Marks words that vary by what they look like, whatever system they come from. */
export function markVariables(message: Message): void {
  const { texts, variable, ties } = message;
  for (let index = 0; index < texts.length; index++) {
    if (variable[index] !== true) variable[index] = isVariable(message, index);
  }
  // What was marked late makes variables of what is tied to it.
  for (let index = 1; index < texts.length; index++) {
    if (ties[index] !== "quoted") continue;
    variable[index] = true;
    variable[index - 1] = true;
  }
}

function isVariable({ texts, variable, ties }: Message, index: number): boolean {
  const text = texts[index]!;
  const after = variable[index - 1] === true;
  const before = variable[index + 1] === true;
  if (after && (SIZE.test(text) || (ties[index - 1] === "bound" && DURATION.test(text)))) return true;
  if ((after || before) && (CALENDAR.test(text) || ZONE.test(text))) return true;
  if (CALENDAR.test(text) && CALENDAR.test(texts[index + 1] ?? "")) return true;
  if (before && ties[index + 1] === "index" && index > 0 && CAPITALS.test(text)) return true;
  if (before && ties[index + 1] === "port" && LABELS.test(text)) return true;
  if (ties[index + 1] === "port" && DRIVE.test(text) && texts[index + 1]!.startsWith("\\")) return true;
  if (ties[index + 1] === "port" && OCTET.test(text) && (before || OCTET.test(texts[index + 1]!))) return true;
  if (ADDRESS.test(text) || HOST.test(text) || COMPONENT.test(text)) return true;
  return ties[index] === "value" && MANY_LABELS.test(text);
}

/** Whether a word belongs to the variable in front of it, so that one wildcard stands for both. */
export function isContinued({ texts, variable, ties }: Message, index: number): boolean {
  if (variable[index] !== true || variable[index - 1] !== true) return false;
  if (ties[index] === "quoted" || ties[index] === "port" || ties[index] === "index") return true;
  return SIZE.test(texts[index]!) || (ties[index - 1] === "bound" && DURATION.test(texts[index]!));
}
