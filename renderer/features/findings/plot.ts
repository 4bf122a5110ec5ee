import type { SeriesPoint } from "../../../shared/domain/finding.ts";
import { zoneOffsetMs, type Zone } from "../../ui/index.ts";

/** The ground of a chart: epoch ms at its edges, and its width with the margins. */
export type Plot = {
  from: number;
  to: number;
  width: number;
  /** Left margin, when it is not the usual one. */ left?: number;
};

/** Margins of the chart's grid, px. */
const LEFT = 52;
const RIGHT = 16;
const LABEL_PX = 90;
const MINUTE = 60_000;
const STEPS = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 20_160].map((minutes) => minutes * MINUTE);

export const pixelOf = (at: number, { from, to, width, left = LEFT }: Plot): number =>
  left + ((at - from) / Math.max(1, to - from)) * (width - left - RIGHT);

export const timeAt = (x: number, { from, to, width, left = LEFT }: Plot): number =>
  from + ((x - left) / Math.max(1, width - left - RIGHT)) * (to - from);

/** Round times of the clock that is shown, as many as have room for a label. */
export function timesOf(plot: Plot, zone: Zone): number[] {
  const { from, to, width, left = LEFT } = plot;
  const least = (to - from) / Math.max(1, Math.floor((width - left - RIGHT) / LABEL_PX));
  const step = STEPS.find((each) => each >= least) ?? STEPS.at(-1)!;
  const offset = zoneOffsetMs(to, zone);
  const times: number[] = [];
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to; at += step) times.push(at);
  return times;
}

/** The minute nearest to a moment, when one is within two. */
export function nearestPoint(points: readonly SeriesPoint[], at: number): SeriesPoint | undefined {
  let nearest: SeriesPoint | undefined;
  for (const point of points)
    if (nearest === undefined || Math.abs(point.at - at) < Math.abs(nearest.at - at)) nearest = point;
  return nearest !== undefined && Math.abs(nearest.at - at) <= 2 * MINUTE ? nearest : undefined;
}
