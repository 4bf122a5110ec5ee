/** Where a method works: on the values, or on their logarithms when all are positive and spread widely enough for it to matter. */
export type Scale = { readonly values: Float64Array; back(forecast: Float64Array): void };

/** Largest over smallest value from which logarithms can make a difference. */
const LEAST_RATIO = 2;
/** How far beyond what was seen a forecast may go, in ranges of the history, for each history's length ahead. */
const FARTHEST = 2;

/** @returns the plain scale, and the logarithmic one where it applies */
export function scalesOf(values: Float64Array): Scale[] {
  const plain: Scale = { values, back: limiter(values) };
  const [lowest, highest] = extremesOf(values);
  if (lowest <= 0 || highest / lowest < LEAST_RATIO) return [plain];
  const logarithms = values.map(Math.log);
  const limit = limiter(logarithms);
  const back = (forecast: Float64Array): void => {
    limit(forecast);
    for (let step = 0; step < forecast.length; step++) forecast[step] = Math.exp(forecast[step]!);
  };
  return [plain, { values: logarithms, back }];
}

/** Keeps an unstable regression from running away: what it says is cut where no history gives reason to go. */
function limiter(values: Float64Array): (forecast: Float64Array) => void {
  const [lowest, highest] = extremesOf(values);
  const range = highest - lowest;
  return (forecast) => {
    const reach = FARTHEST * range * Math.max(1, forecast.length / values.length);
    for (let step = 0; step < forecast.length; step++) {
      const value = forecast[step]!;
      forecast[step] = Math.min(highest + reach, Math.max(lowest - reach, value));
    }
  };
}

/** Smallest and largest of at least one value. */
export function extremesOf(values: Float64Array): [lowest: number, highest: number] {
  let lowest = values[0]!;
  let highest = values[0]!;
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return [lowest, highest];
}
