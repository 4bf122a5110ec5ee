import type { Position } from "../../../shared/domain/position.ts";

const PARTITION = 2 ** 32;
const MAXIMUM_PARTITION = 2 ** 21 - 1;

/**
 * A log position as one integer that sorts like it: `partition * 2^32 + position`, exact below 2^53.
 * @throws RangeError for a position that would not come back the same.
 */
export function encodePosition({ partition, position }: Position): number {
  const fits = Number.isInteger(partition) && Number.isInteger(position) && partition >= 0 && position >= 0;
  if (!fits || partition > MAXIMUM_PARTITION || position >= PARTITION) {
    throw new RangeError(`no log position: partition ${partition}, position ${position}`);
  }
  return partition * PARTITION + position;
}

/** @throws RangeError for a number that `encodePosition` cannot have made. */
export function decodePosition(encoded: number): Position {
  if (!Number.isSafeInteger(encoded) || encoded < 0) throw new RangeError(`no encoded log position: ${encoded}`);
  return { partition: Math.floor(encoded / PARTITION), position: encoded % PARTITION };
}
