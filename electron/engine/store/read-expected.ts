import type { MetricSeries } from "../../../shared/domain/timeline.ts";

/** Fewer values before the incident say nothing about what is usual. */
const MINIMUM_VALUES = 12;

/** The 5th to 95th percentile of the values before `before` (epoch ms), or null when there are too few of them. */
export function expectedBand(points: MetricSeries["points"], before: number): MetricSeries["expected"] {
  const values = points
    .flatMap(([at, value]) => (at < before && value !== null ? [value] : []))
    .sort((one, other) => one - other);
  if (values.length < MINIMUM_VALUES) return null;
  return { low: percentile(values, 0.05), high: percentile(values, 0.95) };
}

/** Linear between the two nearest of the sorted values: definition 7 of Hyndman and Fan, "Sample Quantiles", 1996. */
function percentile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low;
  return low + (high - low) * (place - below);
}
