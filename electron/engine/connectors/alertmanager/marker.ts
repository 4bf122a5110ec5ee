const WORDS = "Watchfloor acknowledgement";
const MARKER = /^Watchfloor acknowledgement ([^\s:]+)(?:: ?(.*))?$/s;

/** The comment of a silence that stands for an acknowledgement. The key makes a second attempt find the first. */
export const commentOf = (idempotencyKey: string, note: string): string =>
  `${WORDS} ${idempotencyKey}${note === "" ? "" : `: ${note}`}`;

/** Key and note of a comment that we wrote, whichever console it was. */
export function readComment(comment: string): { idempotencyKey: string; note: string } | undefined {
  const match = MARKER.exec(comment);
  return match === null ? undefined : { idempotencyKey: match[1]!, note: match[2] ?? "" };
}
