import { HISTORY_MS } from "./script.ts";

/** Turns the wall clock into the simulation's time and back. `speed` 10 lets ten minutes happen in one. */
export type Clock = { startedAt: number; speed: number };

/** A clock by which somebody who looks now finds the history already there. */
export const clockFor = (now: number, speed = 1): Clock => ({ startedAt: Math.round(now - HISTORY_MS / speed), speed });

/** Epoch ms to ms since the simulation began; 0 before that. */
export const toSimulated = ({ startedAt, speed }: Clock, at: number): number =>
  Math.max(0, Math.floor((at - startedAt) * speed));

/** Ms since the simulation began to epoch ms, whole. */
export const toReal = ({ startedAt, speed }: Clock, at: number): number => Math.round(startedAt + at / speed);
