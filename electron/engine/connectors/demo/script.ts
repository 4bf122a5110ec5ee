import { MINUTE, SECOND, type FaultKind } from "./faultKind.ts";
import { badRelease } from "./faults/badRelease.ts";
import { diskFilling } from "./faults/diskFilling.ts";
import { poolExhausted } from "./faults/poolExhausted.ts";
import { queueLag } from "./faults/queueLag.ts";
import { uplinkDown } from "./faults/uplinkDown.ts";

/** How long the estate has been running when somebody first looks at it. */
export const HISTORY_MS = 45 * MINUTE;

/** A fault at a fixed time, so that the first minute has something to show. `where` keeps it in or out of the story's part of the estate. */
export type ScriptedFault = { id: string; kind: FaultKind; fromMs: number; toMs: number; where: "story" | "elsewhere" };

/** One that is over, one that is being worked on, one in the middle, one that begins, and the quiet one behind them. */
export const OPENING: readonly ScriptedFault[] = [
  { id: "opening-release", kind: badRelease, fromMs: 4 * MINUTE, toMs: 17 * MINUTE, where: "elsewhere" },
  { id: "opening-uplink", kind: uplinkDown, fromMs: 26 * MINUTE, toMs: 66 * MINUTE, where: "elsewhere" },
  { id: "opening-disk", kind: diskFilling, fromMs: 35 * MINUTE, toMs: 58 * MINUTE, where: "elsewhere" },
  { id: "opening-pool", kind: poolExhausted, fromMs: 39 * MINUTE, toMs: 73 * MINUTE, where: "story" },
  { id: "opening-queue", kind: queueLag, fromMs: 43 * MINUTE + 30 * SECOND, toMs: 60 * MINUTE, where: "elsewhere" },
];

/** After the opening a new fault begins in each slot of this length. */
export const FIRST_SLOT_MS = 48 * MINUTE;
export const SLOT_MS = 7 * MINUTE;

/** Until then nothing but the opening touches the story's part of the estate. */
export const OPENING_ENDS_MS = 78 * MINUTE;
