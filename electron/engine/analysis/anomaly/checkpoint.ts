import { PROFILE_WORDS, STATE_BYTES, WORDS } from "./layout.ts";
import type { Slabs } from "./slabs.ts";

/** Goes up with every change of the layout or of what its numbers mean. */
const VERSION = 1;
const HEADER_BYTES = 8;

/** A series' state as it lies in memory, little-endian on every machine that Electron runs on, behind the version. */
export function encodeSeries({ state, profile }: Slabs, series: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + STATE_BYTES);
  bytes[0] = VERSION;
  bytes.set(bytesOf(state.subarray(series * WORDS, (series + 1) * WORDS)), HEADER_BYTES);
  const learned = profile.subarray(series * PROFILE_WORDS, (series + 1) * PROFILE_WORDS);
  bytes.set(bytesOf(learned), HEADER_BYTES + WORDS * 8);
  return bytes;
}

/** @returns false when the bytes are of another version or size; then nothing is changed */
export function decodeSeries({ state, profile }: Slabs, series: number, bytes: Uint8Array): boolean {
  if (bytes.length !== HEADER_BYTES + STATE_BYTES || bytes[0] !== VERSION) return false;
  const from = HEADER_BYTES + WORDS * 8;
  bytesOf(state.subarray(series * WORDS, (series + 1) * WORDS)).set(bytes.subarray(HEADER_BYTES, from));
  bytesOf(profile.subarray(series * PROFILE_WORDS, (series + 1) * PROFILE_WORDS)).set(bytes.subarray(from));
  return true;
}

const bytesOf = (words: Float64Array | Float32Array): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
