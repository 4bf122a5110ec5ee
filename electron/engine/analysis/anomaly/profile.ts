import { DAY_SLOTS, DAY_WORDS, WEEK, WEEK_SLOTS, WEEK_WORDS } from "./layout.ts";
import { SETTINGS } from "./settings.ts";

/**
 * What a series usually is at each half hour of the day and each hour of the week, UTC, in words of four bytes relative to its first
 * value. Learned like a median: an outlier moves it by a bounded step, so that one odd day is not expected again.
 */

const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 7 * DAY_SECONDS;

/** Where the slot of a time lies in a profile. */
export const daySlotOf = (at: number): number => slotOf(at, DAY_SECONDS, DAY_SLOTS) * DAY_WORDS;
export const weekSlotOf = (at: number): number => WEEK + slotOf(at, WEEK_SECONDS, WEEK_SLOTS) * WEEK_WORDS;

function slotOf(at: number, period: number, slots: number): number {
  const share = at / period;
  return Math.min(slots - 1, Math.floor((share - Math.floor(share)) * slots));
}

/** In a slot: what the series usually is, how many rows say so, and, by day, how far off it usually is. */
export const VALUE_WORD = 0;
export const COUNT_WORD = 1;
export const SPREAD_WORD = 2;

/** @param slot where it lies among all profiles @param offset the value less the series' first one @param days age of the series */
export function learnDay(
  profile: Float32Array,
  slot: number,
  offset: number,
  residual: number,
  scale: number,
  days: number,
): void {
  const value = slot + VALUE_WORD;
  const spread = slot + SPREAD_WORD;
  const count = (profile[slot + COUNT_WORD]! += 1);
  if (count === 1) {
    profile[value] = offset;
    profile[spread] = Math.abs(residual);
    return;
  }
  const gain = Math.max(1 / count, SETTINGS.profileGain);
  const off = offset - profile[value]!;
  const limit = SETTINGS.profileLimit * (profile[spread]! + scale);
  profile[spread] = profile[spread]! + gain * (Math.min(Math.abs(off), 2 * limit) - profile[spread]!);
  profile[value] = profile[value]! + gain * (days > 3 ? clamp(off, limit) : off);
}

export function learnWeek(profile: Float32Array, slot: number, offset: number, scale: number, days: number): void {
  const value = slot + VALUE_WORD;
  const count = (profile[slot + COUNT_WORD]! += 1);
  if (count === 1) {
    profile[value] = offset;
    return;
  }
  const off = offset - profile[value]!;
  const limit = SETTINGS.profileLimit * 2 * scale;
  profile[value] = profile[value]! + Math.max(1 / count, SETTINGS.profileGain) * (days > 14 ? clamp(off, limit) : off);
}

/** Moves both profiles of a series by `shift`, the shape staying as it is. */
export function shiftProfile(profile: Float32Array, from: number, shift: number): void {
  for (let slot = from; slot < from + WEEK; slot += DAY_WORDS) profile[slot + VALUE_WORD]! += shift;
  const end = from + WEEK + WEEK_SLOTS * WEEK_WORDS;
  for (let slot = from + WEEK; slot < end; slot += WEEK_WORDS) profile[slot + VALUE_WORD]! += shift;
}

export function clamp(value: number, limit: number): number {
  if (value > limit) return limit;
  return value < -limit ? -limit : value;
}
