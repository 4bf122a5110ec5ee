/** Cycles after which an observation counts half in a profile. */
const HALF_LIFE_CYCLES = 4;

/**
 * The usual deviation at each phase of a season, phase 0 being index 0: a decaying mean over the cycles of the values less their
 * moving average (classical decomposition; Hyndman and Athanasopoulos, 2021, 3.4). Sums to about zero.
 */
export function seasonalProfile(values: Float64Array, end: number, season: number): Float64Array {
  const trend = movingAverage(values, end, season);
  const sums = new Float64Array(season);
  const weights = new Float64Array(season);
  const decay = 0.5 ** (1 / HALF_LIFE_CYCLES);
  let weight = 1;
  for (let at = end - 1, left = season; at >= 0; at--, left--) {
    if (left === 0) {
      weight *= decay;
      left = season;
    }
    sums[at % season]! += weight * (values[at]! - trend[at]!);
    weights[at % season]! += weight;
  }
  return sums.map((sum, phase) => (weights[phase]! > 0 ? sum / weights[phase]! : 0));
}

/** Mean over one season around each value. Nearer to an end it goes on along the slope between the two last windows a season apart. */
function movingAverage(values: Float64Array, end: number, season: number): Float64Array {
  const width = Math.min(season, end);
  const averages = new Float64Array(end);
  const first = width >> 1;
  const last = end - width + first;
  let sum = 0;
  for (let at = 0; at < width; at++) sum += values[at]!;
  averages[first] = sum / width;
  for (let at = first + 1; at <= last; at++) {
    sum += values[at - first + width - 1]! - values[at - first - 1]!;
    averages[at] = sum / width;
  }
  const isLong = last - first >= width;
  const startSlope = isLong ? (averages[first + width]! - averages[first]!) / width : 0;
  const endSlope = isLong ? (averages[last]! - averages[last - width]!) / width : 0;
  for (let at = 0; at < first; at++) averages[at] = averages[first]! + (at - first) * startSlope;
  for (let at = last + 1; at < end; at++) averages[at] = averages[last]! + (at - last) * endSlope;
  return averages;
}
