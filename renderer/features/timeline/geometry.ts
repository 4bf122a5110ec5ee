import type { Timeline } from "../../../shared/domain/timeline.ts";

/** All in px. The labels at the left and the drawing share them. */
export const MARKS_HEIGHT = 40;
export const ROW_HEIGHT = 20;
export const METRIC_HEIGHT = 44;
export const METRIC_GAP = 12;
/** Room below the last row for the feet of vertical lines. */
export const FOOT = 4;
export const LEFT = 4;
export const RIGHT = 52;

/** Epoch ms at the left and right edge. */
export type Range = { from: number; to: number };

/** A little room right of the last moment, so that its label is not cut. */
const AFTER_SHARE = 0.03;

export const wholeRange = ({ from, to }: Pick<Timeline, "from" | "to">): Range => ({
  from,
  to: to + Math.max(1000, (to - from) * AFTER_SHARE),
});

export const rowTop = (index: number): number => MARKS_HEIGHT + index * ROW_HEIGHT;
export const metricTop = (rows: number, index: number): number =>
  rowTop(rows) + METRIC_GAP + index * (METRIC_HEIGHT + METRIC_GAP);

/** Height of the whole drawing. */
export const totalHeight = (rows: number, metrics: number): number => metricTop(rows, metrics) - METRIC_GAP + FOOT;

/** The moment under a pixel of a drawing `width` px wide. */
export function timeAt(x: number, width: number, range: Range): number {
  const share = (x - LEFT) / Math.max(1, width - LEFT - RIGHT);
  return Math.round(range.from + Math.min(1, Math.max(0, share)) * (range.to - range.from));
}

/** The pixel of a moment. */
export const pixelOf = (at: number, width: number, range: Range): number =>
  LEFT + ((at - range.from) / (range.to - range.from)) * (width - LEFT - RIGHT);

/** Shorter is a slip of the hand. */
const SHORTEST_MS = 1000;

/** The range between two moments, or null when it is too short to mean a zoom. */
export function zoomTo(a: number, b: number): Range | null {
  const range = { from: Math.min(a, b), to: Math.max(a, b) };
  return range.to - range.from < SHORTEST_MS ? null : range;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS = [
  SECOND,
  5 * SECOND,
  15 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
];
/** Two labels and some air. */
const LABEL_PX = 110;

/** Time between two labels of the axis: the shortest round one that leaves them room. */
export function tickStep({ from, to }: Range, width: number): number {
  const least = (to - from) / Math.max(1, Math.floor(width / LABEL_PX));
  return STEPS.find((step) => step >= least) ?? Math.ceil(least / (24 * HOUR)) * 24 * HOUR;
}

/** Where labels and grid lines stand: at round times of the clock that is shown. */
export function ticksOf(range: Range, width: number, zoneOffsetMs: number): number[] {
  const step = tickStep(range, width);
  const first = Math.ceil((range.from + zoneOffsetMs) / step) * step - zoneOffsetMs;
  const ticks: number[] = [];
  for (let at = first; at <= range.to; at += step) ticks.push(at);
  return ticks;
}
