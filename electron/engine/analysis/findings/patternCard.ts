import type { LogExample } from "../../../../shared/domain/finding.ts";

const MINUTE_MS = 60_000;
const KEPT_MINUTES = 60;
const KEPT_EXAMPLES = 3;

/** How a pattern came of late. Plain data. */
export type PatternCard = {
  count: number;
  firstAt: number;
  lastAt: number;
  /** The minute that stands last in `minutes`, counted since 1970. */
  minute: number;
  minutes: number[];
  examples: LogExample[];
};

export const newCard = (at: number): PatternCard => ({
  count: 0,
  firstAt: at,
  lastAt: at,
  minute: Math.floor(at / MINUTE_MS),
  minutes: Array.from({ length: KEPT_MINUTES }, () => 0),
  examples: [],
});

/** Counts a line in its minute and keeps it among the newest. */
export function noteLine(card: PatternCard, line: LogExample): void {
  card.count += 1;
  card.firstAt = Math.min(card.firstAt, line.at);
  card.lastAt = Math.max(card.lastAt, line.at);
  moveTo(card, line.at);
  const place = KEPT_MINUTES - 1 - (card.minute - Math.floor(line.at / MINUTE_MS));
  if (place >= 0) card.minutes[place]! += 1;
  card.examples = [...card.examples.slice(1 - KEPT_EXAMPLES), line];
}

/** Minutes that have passed without a line are empty ones. */
export function moveTo(card: PatternCard, at: number): void {
  const minute = Math.floor(at / MINUTE_MS);
  const passed = Math.min(KEPT_MINUTES, minute - card.minute);
  if (passed <= 0) return;
  card.minutes = [...card.minutes.slice(passed), ...Array.from({ length: passed }, () => 0)];
  card.minute = minute;
}

/** Two patterns turned out to be one. */
export function mergeCards(into: PatternCard, from: PatternCard): void {
  const latest = Math.max(into.lastAt, from.lastAt);
  moveTo(into, latest);
  moveTo(from, latest);
  const offset = into.minute - from.minute;
  into.minutes = into.minutes.map((count, index) => count + (from.minutes[index + offset] ?? 0));
  into.count += from.count;
  into.firstAt = Math.min(into.firstAt, from.firstAt);
  into.lastAt = latest;
  into.examples = [...into.examples, ...from.examples]
    .sort((left, right) => left.at - right.at || left.position - right.position)
    .slice(-KEPT_EXAMPLES);
}
