import { MINUTE } from "./faultKind.ts";
import { between, roll } from "./random.ts";
import { HISTORY_MS } from "./script.ts";
import type { Tool } from "./tools.ts";

/** The tools that fall silent now and then; the others always answer. */
const UNRELIABLE: readonly Tool[] = ["network"];

const SLOT_MS = 40 * MINUTE;

/** Whether a tool does not answer at a moment (ms since the simulation began). Never within the first eight minutes of looking. */
export function isSilent(seed: number, tool: Tool, at: number): boolean {
  const slot = Math.floor((at - HISTORY_MS) / SLOT_MS);
  if (slot < 0 || !UNRELIABLE.includes(tool)) return false;
  const from = HISTORY_MS + slot * SLOT_MS + between([8 * MINUTE, 30 * MINUTE], roll(seed, "silent", tool, slot));
  return at >= from && at < from + between([3 * MINUTE, 6 * MINUTE], roll(seed, "silent for", tool, slot));
}
