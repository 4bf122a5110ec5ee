import { hash } from "node:crypto";
import type { TextKey } from "../../../shared/strings/index.ts";

/** Control characters but tab and line feed, and the marks that turn the direction of writing, which can disguise a text. */
// oxlint-disable-next-line no-control-regex -- finding them is the point
export const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const EVERY_CONTROL = new RegExp(CONTROL, "g");
const CARRIAGE_RETURN = /\r\n?/g;

export type Note = (reason: TextKey) => void;

/** A text without control characters, well-formed, and at most `longest` long. The same string when nothing is wrong with it. */
export function cleanText(text: string, longest: number, note: Note): string {
  let clean = text;
  if (CONTROL.test(clean)) {
    clean = clean.replace(CARRIAGE_RETURN, "\n").replace(EVERY_CONTROL, " ");
    note("ignored.controlCharacters");
  }
  if (!clean.isWellFormed()) clean = clean.toWellFormed();
  if (clean.length <= longest) return clean;
  note("ignored.truncated");
  const cut = clean.slice(0, longest - 1);
  // Between words if there is one near: half an address would not be recognised when it is masked.
  const space = cut.search(/\s\S{0,100}$/);
  return `${space > 0 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/, "")}…`;
}

/** As `cleanText`, for values that tell one thing from another: what is cut off leaves a hash. */
export function cleanValue(value: string, longest: number, note: Note): string {
  const clean = cleanText(value, longest, note);
  return value.length <= longest ? clean : `${clean.slice(0, longest - 12)}…${hash("sha1", value).slice(0, 8)}`;
}
