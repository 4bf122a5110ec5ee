import type { CapacityRow } from "../../../shared/contract/capacity.ts";
import type { Crossing } from "../../../shared/domain/forecast.ts";
import { formatDuration, text, type TextKey } from "../../../shared/strings/index.ts";
import { ahead, formatDay, formatMinute, timeLeft, whenReached } from "../../ui/index.ts";
import { quantity } from "./quantity.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** From there on a share is as good as certain, or as impossible, as a forecast can be. */
const SUREST = 0.99;
/** Methods that are named: the others hardly count. */
const METHODS_NAMED = 3;
const LEAST_SHARE = 0.01;
/** What works on logarithms says so behind its name. */
const LOGARITHMS = / of logarithms$/;

export const nowWords = ({ value, unit }: CapacityRow): string => quantity(value, unit);
export const limitWords = ({ limit, unit }: CapacityRow): string => quantity(limit.value, unit);

/** `23:40`, and the day before it when it is not today. */
export function moment(at: number, now: number): string {
  const day = formatDay(at);
  return day === formatDay(now) ? formatMinute(at) : `${day} ${formatMinute(at)}`;
}

/** A probability in hundredths; nobody can be surer than that. */
function hundredths(probability: number): { size: "over" | "under" | "about"; percent: number } {
  if (probability > SUREST) return { size: "over", percent: 100 * SUREST };
  if (probability < 1 - SUREST) return { size: "under", percent: 100 - 100 * SUREST };
  return { size: "about", percent: Math.round(100 * probability) };
}

/** How sure, within a sentence. */
export function sureWords(probability: number): string {
  const { size, percent } = hundredths(probability);
  return text(`capacity.sure.${size}`, { percent });
}

/** The same where there is little room; nothing where it is not known. */
export function chanceWords(probability: number | null): string {
  if (probability === null) return "";
  const { size, percent } = hundredths(probability);
  return text(`capacity.chance.${size}`, { percent });
}

/** When it runs out, and in smaller letters between when. */
export function leftWords(row: CapacityRow, now: number): { when: string; range: string } {
  return { when: whenReached(row, now), range: rangeOf(row, now) };
}

function rangeOf({ reachedAt, likelyAt, earlyAt, lateAt, knowledge }: CapacityRow, now: number): string {
  if (reachedAt !== null) return text("capacity.left.reachedFor", { forMs: now - reachedAt });
  if (knowledge === "unknown") return text("capacity.left.young");
  const early = earlyAt === null ? null : timeLeft(earlyAt, now);
  if (likelyAt === null) return early === null ? "" : text("capacity.left.from", { early });
  return lateAt === null
    ? text("capacity.left.from", { early: early ?? "" })
    : text("capacity.left.range", { early: early ?? "", late: timeLeft(lateAt, now) });
}

/** In one clause when a limit is reached. `horizonMs`: how far was looked ahead; a finding is about a week at most. */
export function crossingWords(crossing: Crossing, unit: string, now: number, horizonMs = WEEK_MS): string {
  const { reachedAt, likelyAt, probability } = crossing;
  const limit = quantity(crossing.limit.value, unit);
  if (reachedAt !== null) return text("capacity.story.reached", { limit, forMs: now - reachedAt });
  if (probability === null) return text("capacity.story.unknown", { limit });
  const sure = sureWords(probability);
  if (likelyAt !== null) return text("capacity.story.runsOut", { limit, left: timeLeft(likelyAt, now), sure });
  const within = { limit, ahead: ahead(horizonMs) };
  return probability >= 1 - SUREST
    ? text("capacity.story.maybe", { ...within, sure })
    : text("capacity.story.never", within);
}

export const storyWords = (row: CapacityRow, now: number): string => crossingWords(row, row.unit, now, row.horizonMs);

/** A second sentence: at what time, between when, and how far to trust that. */
export function moreWords(row: CapacityRow, now: number): string {
  const { reachedAt, likelyAt, earlyAt, lateAt, knowledge } = row;
  if (reachedAt !== null) return text("capacity.more.reached", { when: moment(reachedAt, now) });
  if (knowledge === "unknown") return text("capacity.more.unknown");
  const little = knowledge === "little" ? text("capacity.more.little") : "";
  if (likelyAt === null || earlyAt === null) return little;
  const when = { when: moment(likelyAt, now), early: timeLeft(earlyAt, now) };
  const said =
    lateAt === null
      ? text("capacity.more.open", when)
      : text("capacity.more.range", { ...when, late: timeLeft(lateAt, now) });
  return `${said} ${little}`.trim();
}

/** `+6.5 %`, or nothing where it is not known. */
export function trendWords({ trend, unit }: CapacityRow): string {
  if (trend === null) return "";
  return `${trend > 0 ? "+" : ""}${quantity(trend, unit)}`;
}

/** The evidence as names and words; what is not known is left out. */
export function evidenceOf(row: CapacityRow, now: number, sourceName: string | undefined): [string, string][] {
  const { limit, trend, historyMs, knowledge, seasonsMs, madeAt } = row;
  const known = { history: ahead(historyMs), knowledge: text(`capacity.knowledge.${knowledge}`) };
  const words: [TextKey, string | undefined][] = [
    ["capacity.evidence.now", nowWords(row)],
    ["capacity.evidence.limit", text(`capacity.evidence.${limit.bound}`, { limit: limitWords(row) })],
    [
      "capacity.evidence.trend",
      trend === null ? undefined : text("capacity.evidence.trendDay", { trend: trendWords(row) }),
    ],
    ...whenOf(row, now),
    ["capacity.evidence.knows", text("capacity.evidence.history", known)],
    ["capacity.evidence.seasons", knowledge === "unknown" ? undefined : seasonWords(seasonsMs)],
    ["capacity.evidence.methods", methodWords(row) || undefined],
    ["capacity.evidence.made", moment(madeAt, now)],
    ["capacity.evidence.source", sourceName],
  ];
  return words.flatMap(([key, said]): [string, string][] => (said === undefined ? [] : [[text(key), said]]));
}

/** When, between when and how sure; of what has come there only since when. */
function whenOf(row: CapacityRow, now: number): [TextKey, string | undefined][] {
  const { reachedAt, earlyAt, likelyAt, lateAt, probability, horizonMs } = row;
  if (reachedAt !== null) return [["capacity.evidence.since", moment(reachedAt, now)]];
  const early = earlyAt === null ? undefined : moment(earlyAt, now);
  const between = early === undefined || lateAt === null ? undefined : { early, late: moment(lateAt, now) };
  return [
    ["capacity.evidence.when", likelyAt === null ? undefined : moment(likelyAt, now)],
    [
      "capacity.evidence.between",
      between === undefined
        ? early && text("capacity.evidence.notBefore", { early })
        : text("capacity.evidence.range", between),
    ],
    [
      "capacity.evidence.sure",
      probability === null
        ? undefined
        : text("capacity.evidence.sureWords", { sure: sureWords(probability), ahead: ahead(horizonMs) }),
    ],
  ];
}

const seasonWords = (seasonsMs: readonly number[]): string =>
  seasonsMs.length === 0
    ? text("capacity.evidence.seasonsNone")
    : seasonsMs.map((season) => formatDuration(season)).join(", ");

/** The methods that count most; on values and on their logarithms each is one. */
function methodWords({ methods }: CapacityRow): string {
  const shares = new Map<string, number>();
  for (const { method, share } of methods) {
    const name = method.replace(LOGARITHMS, "");
    shares.set(name, (shares.get(name) ?? 0) + share);
  }
  return [...shares]
    .filter(([, share]) => share >= LEAST_SHARE)
    .sort(([, one], [, other]) => other - one)
    .slice(0, METHODS_NAMED)
    .map(([name, partShare]) => text("capacity.evidence.method", { name: methodName(name), partShare }))
    .join(", ");
}

function methodName(name: string): string {
  switch (name) {
    case "autoregression":
    case "autoregressionOfChanges":
    case "similarCycles":
    case "holtWinters":
    case "level":
    case "slope":
      return text(`capacity.method.${name}`);
    default:
      return text("capacity.method.other");
  }
}
