/** Lines are read four bytes at a time where one at a time is too slow: so far a word may reach beyond the end of a line. */
export const SLACK = 3;

/** Bytes that can also be read four at a time, up to the last. */
export type Text = { bytes: Buffer; words: DataView };

/** The text in some bytes; they are copied when there is nothing behind them to read over. */
export function textOf(bytes: Buffer): Text {
  const behind = bytes.buffer.byteLength - bytes.byteOffset - bytes.byteLength;
  if (behind < SLACK) return copyOf(bytes, 0, bytes.length);
  return { bytes, words: new DataView(bytes.buffer, bytes.byteOffset) };
}

/** A copy of the text in `bytes[from, to)`. */
export function copyOf(bytes: Buffer, from: number, to: number): Text {
  const copy = Buffer.alloc(to - from + SLACK);
  copy.set(bytes.subarray(from, to));
  return { bytes: copy.subarray(0, to - from), words: new DataView(copy.buffer, copy.byteOffset) };
}
