import { addValue, type Distribution, emptyDistribution } from "./distribution.ts";

/** Something about a pattern that an operator may want to know, with what was expected, what came and the lines to look at. */
export type LogFinding = {
  kind: "new" | "vanished" | "rate" | "variable";
  pattern: number;
  /** When it was noticed, and since when it holds; milliseconds. */
  at: number;
  since: number;
  /** Lines a minute: expected and found. For a variable: its place, and how far its values moved, in bits. */
  evidence: { expected: number; found: number } | { place: number; divergence: number };
  /** Numbers of some of the lines that show it, oldest first. */
  lines: number[];
};

/** How one pattern usually comes. */
export type Habit = {
  /** Mean and variance of its lines a minute, over `minutes` with exponential forgetting. */
  mean: number;
  variance: number;
  minutes: number;
  count: number;
  /** The end of the last minute with a line. */
  lastAt: number;
  gone: boolean;
  raised: boolean;
  lines: number[];
  places: Distribution[];
};

const MINUTE_MS = 60_000;
/** A pattern's habit counts after half an hour; the same goes for knowing what is new. */
const LEARNING_MINUTES = 30;
const FORGETTING = 1 / 120;
/** Standard deviations of the counts, which vary more than Poisson's: about one false alarm in a month for a pattern. */
const UNUSUAL = 6;
/** The chance of a silence this long by itself. */
const UNLIKELY_SILENCE = 1e-6;
const KEPT_LINES = 5;
const MOST_PLACES = 4;
const MOST_HABITS = 16_384;
/** Of longer silences no more minutes are counted one by one. */
const MOST_MINUTES = 1440;

/**
 * Watches how patterns come in the logs' own time: which are new, which vanish, whose rate changes (counts a minute against an
 * exponentially weighted mean and variance, Roberts 1959) and whose variables take other values. State is plain data.
 */
export class PatternWatch {
  readonly habits = new Map<number, Habit>();
  private startedAt: number | undefined;
  private minute = 0;

  /** A line of a pattern at a time, with the words at the places that vary. @returns what is now known to be unusual */
  note(pattern: number, at: number, line: number, variables: readonly string[] = []): LogFinding[] {
    const findings = this.advance(at);
    let habit = this.habits.get(pattern);
    if (habit === undefined) {
      habit = newHabit(at);
      this.add(pattern, habit);
      habit.lines.push(line);
      if (this.isExperienced()) findings.push(newOf(pattern, at, line));
    } else habit.lines = [...habit.lines.slice(1 - KEPT_LINES), line];
    habit.count++;
    habit.lastAt = Math.max(habit.lastAt, at);
    habit.gone = false;
    variables.slice(0, MOST_PLACES).forEach((value, place) => {
      const divergence = addValue((habit.places[place] ??= emptyDistribution()), value);
      if (divergence === undefined) return;
      findings.push({ kind: "variable", pattern, at, since: at, evidence: { place, divergence }, lines: habit.lines });
    });
    return findings;
  }

  /** Time goes on, with or without lines; times before the current minute count as now. */
  advance(at: number): LogFinding[] {
    const minute = Math.floor(at / MINUTE_MS);
    if (this.startedAt === undefined) {
      this.startedAt = at;
      this.minute = minute;
    }
    const findings: LogFinding[] = [];
    if (minute - this.minute > MOST_MINUTES) this.minute = minute - MOST_MINUTES;
    for (; this.minute < minute; this.minute++) this.endMinute((this.minute + 1) * MINUTE_MS, findings);
    return findings;
  }

  /** Two patterns turned out to be one. */
  merge(from: number, into: number): void {
    const left = this.habits.get(from);
    if (left === undefined) return;
    this.habits.delete(from);
    const right = this.habits.get(into);
    if (right === undefined) {
      this.habits.set(into, left);
      return;
    }
    right.mean += left.mean;
    right.variance += left.variance;
    right.count += left.count;
    right.minutes = Math.max(right.minutes, left.minutes);
    right.lastAt = Math.max(right.lastAt, left.lastAt);
    right.lines = [...left.lines, ...right.lines].sort((a, b) => a - b).slice(-KEPT_LINES);
  }

  /** A pattern was let go. */
  end(pattern: number): void {
    this.habits.delete(pattern);
  }

  saved(): WatchState {
    return { habits: this.habits, startedAt: this.startedAt, minute: this.minute };
  }

  restore({ habits, startedAt, minute }: WatchState): void {
    for (const [pattern, habit] of habits) this.habits.set(pattern, habit);
    this.startedAt = startedAt;
    this.minute = minute;
  }

  private add(pattern: number, habit: Habit): void {
    const oldest = this.habits.size < MOST_HABITS ? undefined : this.habits.keys().next().value;
    if (oldest !== undefined) this.habits.delete(oldest);
    this.habits.set(pattern, habit);
  }

  private isExperienced(): boolean {
    return this.minute - Math.floor((this.startedAt ?? 0) / MINUTE_MS) >= LEARNING_MINUTES;
  }

  private endMinute(end: number, findings: LogFinding[]): void {
    for (const [pattern, habit] of this.habits) {
      const { mean, variance, count, minutes } = habit;
      const evidence = { expected: mean, found: count };
      const base = { pattern, at: end, evidence, lines: habit.lines };
      const unusual = Math.abs(count - mean) > UNUSUAL * Math.sqrt(Math.max(mean, variance, 1));
      const known = minutes >= LEARNING_MINUTES;
      if (known && unusual && !habit.raised) findings.push({ kind: "rate", since: end - MINUTE_MS, ...base });
      else if (known && !habit.gone && isVanished(habit, end)) {
        habit.gone = true;
        findings.push({ kind: "vanished", since: habit.lastAt, ...base });
      }
      habit.raised = unusual;
      learn(habit);
    }
  }
}

export type WatchState = { habits: Map<number, Habit>; startedAt: number | undefined; minute: number };

const newHabit = (at: number): Habit => ({
  mean: 0,
  variance: 0,
  minutes: 0,
  count: 0,
  lastAt: at,
  gone: false,
  raised: false,
  lines: [],
  places: [],
});

const newOf = (pattern: number, at: number, line: number): LogFinding => ({
  kind: "new",
  pattern,
  at,
  since: at,
  evidence: { expected: 0, found: 1 },
  lines: [line],
});

/** A silence that is unlikely for counts with this mean and variance (negative binomial; Poisson when they are equal). */
function isVanished({ mean, variance, count, lastAt }: Habit, now: number): boolean {
  if (count > 0 || mean <= 0) return false;
  const excess = Math.max(variance / mean, 1.000_001);
  const perMinute = (mean / (excess - 1)) * Math.log(excess);
  return perMinute * ((now - lastAt) / MINUTE_MS) > -Math.log(UNLIKELY_SILENCE);
}

function learn(habit: Habit): void {
  const weight = Math.max(FORGETTING, 1 / (habit.minutes + 1));
  const difference = habit.count - habit.mean;
  // What is gone keeps its habit, so that its return is no surprise.
  if (!habit.gone) {
    habit.mean += weight * difference;
    habit.variance = (1 - weight) * (habit.variance + weight * difference * difference);
  }
  habit.minutes++;
  habit.count = 0;
}
