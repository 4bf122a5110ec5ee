import { autoregression, autoregressionOfChanges } from "./autoregression.ts";
import { holtWinters } from "./holtWinters.ts";
import type { Method, Model, Shape } from "./method.ts";
import { scalesOf, type Scale } from "./scale.ts";
import { similarCycles } from "./similarCycles.ts";
import { level, slope } from "./trend.ts";

const ON_BOTH_SCALES: readonly Method[] = [autoregression, similarCycles, holtWinters, level, autoregressionOfChanges];
const ON_PLAIN_SCALE: readonly Method[] = [slope];

/** How many forecasts from the past are held against what came. */
const MOST_ORIGINS = 12;
/** The part of the history that is kept back for that: some horizons, but never more than half. */
const HORIZONS_KEPT_BACK = 5;

/** What one forecast from the past got wrong: errors[step] = what came less what was said, as far as it has come. */
export type PastForecast = { origin: number; errors: Float64Array };

export type Combined = {
  /** The forecast of each step. */
  point: Float64Array;
  past: readonly PastForecast[];
  /** How much each method counted, the most first; the shares sum to 1. */
  weights: readonly { method: string; share: number }[];
};

type Member = { name: string; scale: Scale; model: Model; past: Float64Array[]; share: number };

/**
 * Forecasts by several methods at once and takes their weighted median at each step (median combination: Petropoulos and Svetunkov,
 * 2020). Weights come from rolling origins (Tashman, 2000) within the series itself: the smaller the mean absolute error of a
 * method there, the more it counts.
 */
export function forecastByAll(values: Float64Array, seasons: readonly number[], horizon: number): Combined {
  const keptBack = Math.min(Math.floor(values.length / 2), HORIZONS_KEPT_BACK * horizon);
  const end = values.length - keptBack;
  const origins = originsOf(end, values.length);
  const members = membersOf(values, end, { seasons, horizon });
  for (const member of members) member.past = origins.map((origin) => say(member, origin, horizon));
  weigh(members, values, origins);
  const past = origins.map((origin, index) => {
    const known = values.subarray(origin, Math.min(values.length, origin + horizon));
    const said = weightedMedians(members, (member) => member.past[index]!, known.length);
    return { origin, errors: known.map((value, step) => value - said[step]!) };
  });
  const last = new Map(
    members.map((member) => {
      member.model.learn(member.scale.values, values.length);
      return [member, say(member, values.length, horizon)];
    }),
  );
  const point = weightedMedians(members, (member) => last.get(member)!, horizon);
  const weights = members.map(({ name, share }) => ({ method: name, share })).toSorted((a, b) => b.share - a.share);
  return { point, past, weights };
}

function originsOf(end: number, length: number): number[] {
  const every = Math.max(1, Math.ceil((length - end) / MOST_ORIGINS));
  const origins: number[] = [];
  for (let origin = end; origin < length; origin += every) origins.push(origin);
  return origins;
}

function membersOf(values: Float64Array, end: number, shape: Shape): Member[] {
  const members: Member[] = [];
  scalesOf(values).forEach((scale, index) => {
    const methods = index === 0 ? [...ON_BOTH_SCALES, ...ON_PLAIN_SCALE] : ON_BOTH_SCALES;
    for (const method of methods) {
      const model = method.fit(scale.values, end, shape);
      const name = index === 0 ? method.name : `${method.name} of logarithms`;
      if (model !== undefined) members.push({ name, scale, model, past: [], share: 0 });
    }
  });
  return members;
}

function say({ model, scale }: Member, origin: number, horizon: number): Float64Array {
  const said = new Float64Array(horizon);
  model.forecast(scale.values, origin, said);
  scale.back(said);
  return said;
}

function weigh(members: readonly Member[], values: Float64Array, origins: readonly number[]): void {
  const errors = members.map(({ past }) => {
    let sum = 0;
    let count = 0;
    origins.forEach((origin, index) => {
      const steps = Math.min(past[index]!.length, values.length - origin);
      for (let step = 0; step < steps; step++) sum += Math.abs(values[origin + step]! - past[index]![step]!);
      count += steps;
    });
    return sum / count;
  });
  const least = Math.min(...errors);
  const weights = errors.map((error) => (error > 0 ? (least / error) ** 2 : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  members.forEach((member, index) => (member.share = weights[index]! / total));
}

function weightedMedians(
  members: readonly Member[],
  of: (member: Member) => Float64Array,
  steps: number,
): Float64Array {
  const forecasts = members.map(of);
  const shares = Float64Array.from(members, ({ share }) => share);
  const result = new Float64Array(steps);
  const sorted = new Float64Array(members.length);
  const weights = new Float64Array(members.length);
  for (let step = 0; step < steps; step++) {
    for (let count = 0; count < forecasts.length; count++) {
      const value = forecasts[count]![step]!;
      let place = count;
      for (; place > 0 && sorted[place - 1]! > value; place--) {
        sorted[place] = sorted[place - 1]!;
        weights[place] = weights[place - 1]!;
      }
      sorted[place] = value;
      weights[place] = shares[count]!;
    }
    result[step] = middleOf(sorted, weights);
  }
  return result;
}

/** The value at which half of the weight is reached; shares sum to 1 but for rounding. */
function middleOf(sorted: Float64Array, weights: Float64Array): number {
  let below = 0;
  let index = 0;
  while (index < sorted.length - 1 && (below += weights[index]!) < 0.5) index++;
  return sorted[index]!;
}
