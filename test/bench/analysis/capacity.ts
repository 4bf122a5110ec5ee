import { HOUR_MS, Hours } from "../../../electron/engine/analysis/capacity/hours.ts";
import { outlookOf } from "../../../electron/engine/analysis/capacity/outlook.ts";
import { runsOut } from "../../../electron/engine/analysis/capacity/runsOut.ts";
import type { Crossing } from "../../../shared/domain/forecast.ts";
import { figureOf, type AnalysisBench, type AnalysisFigure } from "./figure.ts";

const BEGIN = Date.UTC(2026, 0, 5);
const DAY = 24;
const SEEN = 15 * DAY;
const AHEAD = 7 * DAY;
const SERIES = 60;
/** How far a limit lies above the highest of the last two days. */
const MARGINS = [2, 5, 10, 20, 40];
const TIMED_DAYS = [2, 7, 14, 21, 58];
/** Of all kinds together: of what is told so much runs out, and of what runs out so much is told; and how good the chances are. */
const TOLD = { atLeast: 0.9 };
const BRIER = { atMost: 0.1 };
/** The interval is from the first to the last tenth. */
const WITHIN = { atLeast: 0.8 };
/** Of a forecast from three weeks. */
const COST = { days: 21, goal: { atMost: 5 } };

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
  const judgements = Object.entries(KINDS).map(([kind, shape]) => {
    progress(kind);
    return { kind, ...judged(shape, random) };
  });
  const each = judgements.map(({ kind, brier, count }) =>
    figureOf(`${kind}, Brier score`, brier, "", { detail: count }),
  );
  return [...each, ...together(judgements), ...TIMED_DAYS.map((days) => timed(days, random))];
};

type Counts = Record<"right" | "wrong" | "wrongAtLeastMargin" | "missed" | "quiet" | "within", number>;
type Judgement = { brier: number; count: Counts };

function together(judgements: readonly Judgement[]): AnalysisFigure[] {
  const sum = (of: keyof Counts): number => judgements.reduce((total, { count }) => total + count[of], 0);
  const brier = judgements.reduce((total, each) => total + each.brier, 0) / judgements.length;
  return [
    figureOf("told and ran out, of what is told", sum("right") / (sum("right") + sum("wrong")), "", { goal: TOLD }),
    figureOf("told, of what ran out", sum("right") / (sum("right") + sum("missed")), "", { goal: TOLD }),
    figureOf("Brier score of all", brier, "", { goal: BRIER }),
    figureOf("moments within their interval", sum("within") / sum("right"), "", { goal: WITHIN }),
  ];
}

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

function judged(shape: Shape, random: Seeded): Judgement {
  const count: Counts = { right: 0, wrong: 0, wrongAtLeastMargin: 0, missed: 0, quiet: 0, within: 0 };
  let brier = 0;
  for (let index = 0; index < SERIES; index++) {
    const values = valuesOf(shape, random);
    const margin = MARGINS[index % MARGINS.length]!;
    const limit = Math.max(...values.slice(SEEN - 2 * DAY, SEEN)) + margin;
    const reachedIn = values.slice(SEEN).findIndex((value) => value >= limit);
    const outlook = outlookFor(values.slice(0, SEEN), limit)!;
    const isTold = runsOut({ ...outlook, reachedAt: null }, false);
    const probability = outlook.stepMs === HOUR_MS ? (outlook.probability ?? 0) : 0;
    brier += (probability - (reachedIn >= 0 ? 1 : 0)) ** 2 / SERIES;
    if (reachedIn < 0) count[isTold ? "wrong" : "quiet"]++;
    else count[isTold ? "right" : "missed"]++;
    if (isTold && reachedIn < 0 && margin === MARGINS[0]) count.wrongAtLeastMargin++;
    if (isTold && reachedIn >= 0 && isWithin(reachedIn, outlook)) count.within++;
  }
  return { brier, count };
}

/** Whether the interval holds the middle of the hour in which the limit is reached: the series has one value an hour. */
function isWithin(reachedIn: number, { earlyAt, lateAt }: Pick<Crossing, "earlyAt" | "lateAt">): boolean {
  const moment = BEGIN + (SEEN + reachedIn + 0.5) * HOUR_MS;
  return earlyAt !== null && earlyAt <= moment && (lateAt === null || moment <= lateAt);
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
  return figureOf(
    `a forecast from ${days} days`,
    rounds.sort((one, other) => one - other)[1]!,
    "ms",
    days === COST.days ? { goal: COST.goal } : {},
  );
}
