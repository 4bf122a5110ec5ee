import {
  DAY_COUNTS,
  DAY_SLOTS,
  DAY_SPREADS,
  DAY_VALUES,
  PROFILE_WORDS,
  WEEK_COUNTS,
  WEEK_SLOTS,
  WEEK_VALUES,
} from "./layout.ts";
import { SETTINGS } from "./settings.ts";

/**
 * What a series usually is at each half hour of the day and each hour of the week, UTC, in words of four bytes relative to its first
 * value. Learned like a median: an outlier moves it by a bounded step, so that one odd day is not expected again.
 */

const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 7 * DAY_SECONDS;

export const daySlotOf = (at: number): number => slotOf(at, DAY_SECONDS, DAY_SLOTS);
export const weekSlotOf = (at: number): number => slotOf(at, WEEK_SECONDS, WEEK_SLOTS);

function slotOf(at: number, period: number, slots: number): number {
  const share = at / period;
  return Math.min(slots - 1, Math.floor((share - Math.floor(share)) * slots));
}

export const knowsDay = (profile: Float32Array, from: number, slot: number): number =>
  profile[from + DAY_COUNTS + slot]!;
export const dayValueOf = (profile: Float32Array, from: number, slot: number): number =>
  profile[from + DAY_VALUES + slot]!;
export const daySpreadOf = (profile: Float32Array, from: number, slot: number): number =>
  profile[from + DAY_SPREADS + slot]!;
export const knowsWeek = (profile: Float32Array, from: number, slot: number): number =>
  profile[from + WEEK_COUNTS + slot]!;
export const weekValueOf = (profile: Float32Array, from: number, slot: number): number =>
  profile[from + WEEK_VALUES + slot]!;

/** @param offset the value less the series' first value; `days`: age of the series */
export function learnDay(
  profile: Float32Array,
  from: number,
  slot: number,
  offset: number,
  residual: number,
  scale: number,
  days: number,
): void {
  const value = from + DAY_VALUES + slot;
  const spread = from + DAY_SPREADS + slot;
  const count = (profile[from + DAY_COUNTS + slot] = profile[from + DAY_COUNTS + slot]! + 1);
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

export function learnWeek(
  profile: Float32Array,
  from: number,
  slot: number,
  offset: number,
  scale: number,
  days: number,
): void {
  const value = from + WEEK_VALUES + slot;
  const count = (profile[from + WEEK_COUNTS + slot] = profile[from + WEEK_COUNTS + slot]! + 1);
  if (count === 1) {
    profile[value] = offset;
    return;
  }
  const off = offset - profile[value]!;
  const limit = SETTINGS.profileLimit * 2 * scale;
  profile[value] = profile[value]! + Math.max(1 / count, SETTINGS.profileGain) * (days > 14 ? clamp(off, limit) : off);
}

/** Moves both profiles by `shift`, the shape staying as it is. */
export function shiftProfile(profile: Float32Array, from: number, shift: number): void {
  for (let slot = 0; slot < DAY_SLOTS; slot++)
    profile[from + DAY_VALUES + slot] = profile[from + DAY_VALUES + slot]! + shift;
  for (let slot = 0; slot < WEEK_SLOTS; slot++)
    profile[from + WEEK_VALUES + slot] = profile[from + WEEK_VALUES + slot]! + shift;
}

export function clearProfile(profile: Float32Array, from: number): void {
  profile.fill(0, from, from + PROFILE_WORDS);
}

export function clamp(value: number, limit: number): number {
  if (value > limit) return limit;
  return value < -limit ? -limit : value;
}
