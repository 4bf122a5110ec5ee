import type { Timeline } from "../../../shared/domain/timeline.ts";

/** All in px. The labels at the left and the drawing share them. */
export const MARKS_HEIGHT = 40;
export const ROW_HEIGHT = 20;
export const METRIC_HEIGHT = 44;
export const METRIC_GAP = 8;
export const AXIS_HEIGHT = 24;
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
export const totalHeight = (rows: number, metrics: number): number => metricTop(rows, metrics) + AXIS_HEIGHT;

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
