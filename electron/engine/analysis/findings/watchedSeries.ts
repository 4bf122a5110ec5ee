import type { EntityId } from "../../../../shared/domain/entity.ts";
import type { FindingSeen, SeriesPoint } from "../../../../shared/domain/finding.ts";
import type { Sample } from "../../../../shared/domain/log.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import type { AnomalyEvidence } from "../anomaly/evidence.ts";

/** What is known of a series beside the detector's own state. Times are epoch ms. */
export type WatchedSeries = {
  id: string;
  scope: Scope;
  sourceId: string;
  entityId: EntityId;
  /** Of the newest value, by the source's clock. */
  lastAt: number;
  /** When it came, and when it was last asked for while none came. */
  receivedAt: number;
  askedAt: number;
  /** Since when its values are out of the expected range; null while they are within. */
  outSince: number | null;
  /** The minute under way. */
  point: SeriesPoint | null;
  open: FindingSeen | null;
  /** Values in a row that are as expected again. */
  calm: number;
};

const MINUTE_MS = 60_000;

/** The evidence with the band as it was before the value came: the detector has learned of the value since. */
export function asExpected(before: AnomalyEvidence | undefined, now: AnomalyEvidence): AnomalyEvidence {
  if (before?.band == null || now.band === null) return { ...now, band: null };
  const low = now.expected - (before.expected - before.band.low);
  const high = now.expected + (before.band.high - before.expected);
  return { ...now, band: { low, high } };
}

/** While an anomaly lasts, what was expected when it began: the detector gets used to it, people want to see how far off it is. */
export function asBegun(open: FindingSeen | null, evidence: AnomalyEvidence): AnomalyEvidence {
  if (open?.expected == null || open.low === null || open.high === null) return evidence;
  return { ...evidence, expected: open.expected, band: { low: open.low, high: open.high } };
}

/** The newest value in the minute under way; the one before is handed to `done` when it is over. */
export function draw(
  series: WatchedSeries,
  { at, value }: Sample,
  { expected, band, score }: AnomalyEvidence,
  done: (point: SeriesPoint) => void,
): void {
  const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  const before = series.point;
  if (before !== null && before.at !== minute) done(before);
  const highest = before?.at === minute ? Math.max(before.score, score) : score;
  const { low, high } = band ?? { low: null, high: null };
  series.point = { at: minute, value, expected: band === null ? null : expected, low, high, score: highest };
}

/** Follows how long the values have been out of the band. */
export function noteOut(series: WatchedSeries, { at, value }: Sample, { band }: AnomalyEvidence): void {
  const isOut = band !== null && (value < band.low || value > band.high);
  series.outSince = isOut ? (series.outSince ?? at) : null;
}

/** The evidence of the detector in the words of a finding. `at`: epoch ms of the value. */
export function evidenceIn(
  { score, value, expected, band, since, model }: AnomalyEvidence,
  at: number,
): Pick<FindingSeen, "score" | "since" | "updatedAt" | "expected" | "low" | "high" | "found" | "model"> {
  return {
    score,
    since: since === null ? at : Math.round(since * 1000),
    updatedAt: at,
    expected,
    low: band?.low ?? null,
    high: band?.high ?? null,
    found: value,
    model: { ...model, learnedAt: Math.round(model.learnedAt * 1000) },
  };
}
