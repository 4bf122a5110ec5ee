import type { AlertReport } from "../../../shared/domain/event.ts";

const keys = new WeakMap<ReadonlySet<string>, string>();

function keyOf(external: ReadonlySet<string>): string {
  let key = keys.get(external);
  if (key === undefined) keys.set(external, (key = [...external].sort().join(" ")));
  return key;
}

/** Digits of 30 bits to the base 36. */
const LANE_DIGITS = 6;

/**
 * Recognises a report that says what its source said before, while the same labels are `external` and so no part of its identity. FNV-1a over two 32-bit lanes (Fowler, Noll, Vo:
 * http://www.isthe.com/chongo/tech/comp/fnv/): not for security, only to skip work on repeats.
 */
export function reportHash(report: AlertReport, external: ReadonlySet<string>): string {
  let text = `${external.size === 0 ? "" : keyOf(external)}${report.state}\u0001${report.severity}\u0001${report.at}\u0001${report.summary}\u0001${report.description ?? ""}`;
  for (const muting of report.mutings) text += `\u0001${muting.kind}\u0001${muting.id}\u0001${muting.until ?? ""}`;
  let a = 0x811c9dc5;
  let b = 0x9dc5811c;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ (code + 0x9e), 0x01000193);
  }
  // Twice 30 bits: texts of small whole numbers are made ten times as fast, and together they are kept in one piece.
  return (a >>> 2).toString(36) + (b >>> 2).toString(36).padStart(LANE_DIGITS, "0");
}
