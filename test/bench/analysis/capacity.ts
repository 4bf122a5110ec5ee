import { HOUR_MS, Hours } from "../../../electron/engine/analysis/capacity/hours.ts";
import { outlookOf } from "../../../electron/engine/analysis/capacity/outlook.ts";
import { figureOf, type AnalysisBench, type AnalysisFigure } from "./figure.ts";

const BEGIN = Date.UTC(2026, 0, 5);
const DAY = 24;
const SEEN = 15 * DAY;
const AHEAD = 7 * DAY;
const SERIES = 60;
/** How far a limit lies above the highest of the last two days. */
const MARGINS = [2, 5, 10, 20, 40];
/** From this on people are told. */
const TOLD_FROM = 0.7;
const TIMED_DAYS = [2, 7, 14, 21, 58];

type Shape = { slope?: number; since?: number; daily?: number; noise: number; walk?: number; weekend?: number };
const KINDS: Record<string, Shape> = {
  "steady, noise alone": { noise: 1 },
  "steady, daily and weekly": { noise: 1, daily: 8, weekend: 4 },
  "random walk": { noise: 0.5, daily: 2, walk: 0.4 },
  "leak of .08 an hour for weeks": { noise: 1, slope: 0.08 },
  "the same with days and weeks": { noise: 1, slope: 0.08, daily: 5, weekend: 2 },
  "leak of .25 an hour for 5 days": { noise: 0.7, slope: 0.25, since: 120, daily: 3 },
  "leak of 1 an hour for 24 hours": { noise: 0.7, slope: 1, since: 24, daily: 3 },
  "leak of 1 an hour for 12 hours": { noise: 0.7, slope: 1, since: 12, daily: 3 },
  "leak of 3 an hour for 6 hours": { noise: 0.7, slope: 3, since: 6, daily: 3 },
};

/** When seeded series reach limits, asked once after fifteen days and held against the week that follows; and what a forecast costs. */
export const capacity: AnalysisBench = async ({ progress }) => {
  const random = new Seeded(12_345);
  const figures: AnalysisFigure[] = [];
  for (const [kind, shape] of Object.entries(KINDS)) {
    progress(kind);
    figures.push(judged(kind, shape, random));
  }
  return [...figures, ...TIMED_DAYS.map((days) => timed(days, random))];
};

/** Numbers that are the same in each run (a linear congruential generator; Knuth, 1997). */
class Seeded {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  next(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  }

  /** Normally distributed (Box and Muller, 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(this.next() + 1e-12)) * Math.cos(2 * Math.PI * this.next());
  }
}

function valuesOf(
  { slope = 0, since = SEEN, daily = 0, noise, walk = 0, weekend = 0 }: Shape,
  random: Seeded,
): number[] {
  let wandered = 0;
  return Array.from({ length: SEEN + AHEAD }, (_, hour) => {
    wandered += walk * random.normal();
    const season = daily * Math.sin((hour / DAY) * 2 * Math.PI) - (Math.floor(hour / DAY) % 7 > 4 ? weekend : 0);
    return 50 + season + noise * random.normal() + wandered + slope * Math.max(0, hour - SEEN + since);
  });
}

function judged(kind: string, shape: Shape, random: Seeded): AnalysisFigure {
  const count = { right: 0, wrong: 0, wrongAtLeastMargin: 0, missed: 0, quiet: 0, timed: 0, within: 0 };
  let brier = 0;
  for (let index = 0; index < SERIES; index++) {
    const values = valuesOf(shape, random);
    const margin = MARGINS[index % MARGINS.length]!;
    const limit = Math.max(...values.slice(SEEN - 2 * DAY, SEEN)) + margin;
    const truth = values.slice(SEEN).findIndex((value) => value >= limit) + 1;
    const outlook = outlookFor(values.slice(0, SEEN), limit)!;
    const probability = outlook.stepMs === HOUR_MS ? (outlook.probability ?? 0) : 0;
    const isTold = probability >= TOLD_FROM;
    brier += (probability - (truth > 0 ? 1 : 0)) ** 2 / SERIES;
    if (isTold && truth > 0) count.right++;
    else if (isTold) {
      count.wrong++;
      if (margin === MARGINS[0]) count.wrongAtLeastMargin++;
    } else if (truth > 0) count.missed++;
    else count.quiet++;
    if (!isTold || truth === 0) continue;
    const hours = (at: number | null): number => (at === null ? Infinity : (at - BEGIN) / HOUR_MS - SEEN);
    count.timed++;
    if (truth >= hours(outlook.earlyAt) - 1 && truth <= hours(outlook.lateAt) + 1) count.within++;
  }
  return figureOf(`${kind}, Brier score`, brier, "", { detail: count });
}

function outlookFor(seen: readonly number[], limit: number) {
  const hours = new Hours("upper");
  for (const [hour, value] of seen.entries()) hours.note(BEGIN + hour * HOUR_MS, value);
  const latest = { at: BEGIN + seen.length * HOUR_MS - 1, value: seen.at(-1)! };
  return outlookOf(hours, { bound: "upper", value: limit }, { latest, before: latest });
}

/** Processor time of one forecast, the median of three rounds. */
function timed(days: number, random: Seeded): AnalysisFigure {
  const all = Array.from({ length: SERIES }, () => {
    const values = valuesOf({ noise: 1, daily: 5, walk: 0.1 }, random);
    return Array.from({ length: days * DAY }, (_, hour) => values[hour % values.length]!);
  });
  const rounds = [0, 1, 2].map(() => {
    const before = process.cpuUsage();
    for (const values of all) outlookFor(values, 90);
    return process.cpuUsage(before).user / 1_000 / all.length;
  });
  return figureOf(`a forecast from ${days} days`, rounds.sort((one, other) => one - other)[1]!, "ms", {});
}
