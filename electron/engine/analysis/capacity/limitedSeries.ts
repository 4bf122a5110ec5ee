import { hash } from "node:crypto";
import type { EntityId } from "../../../../shared/domain/entity.ts";
import type { FindingSeen } from "../../../../shared/domain/finding.ts";
import type { SeriesLimit } from "../../../../shared/domain/seriesLimit.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import type { Latest } from "./outlook.ts";

/** What is known of a series with a limit beside its hours. Times are epoch ms. */
export type LimitedSeries = {
  readonly id: string;
  readonly scope: Scope;
  entityId: EntityId;
  limit: SeriesLimit;
  latest: Latest | null;
  /** The value before. */
  before: Latest | null;
  /** When the latest value came, and when the last forecast was made, by the log's clock. */
  receivedAt: number;
  madeAt: number | null;
  /** When the next forecast is due, by the log's clock; null until another value comes. */
  dueAt: number | null;
  /** Between which values the next hours are expected; a value outside brings the next forecast forward. */
  expected: { from: number; stepMs: number; low: number[]; high: number[] } | null;
  /** Since when it is at its limit, and when it was last seen there. */
  reachedAt: number | null;
  touchedAt: number | null;
  open: FindingSeen | null;
  /** An operator says that this is no problem: nothing is told until it has been none for long. */
  accepted: boolean;
  /** Since when it does not run out, by the log's clock. */
  calmSince: number | null;
};

export const newSeries = (
  at: Pick<LimitedSeries, "id" | "scope" | "entityId" | "limit" | "receivedAt">,
): LimitedSeries => ({
  ...at,
  ...{
    latest: null,
    before: null,
    madeAt: null,
    dueAt: null,
    expected: null,
    reachedAt: null,
    touchedAt: null,
    open: null,
  },
  ...{ accepted: false, calmSince: null },
});

/** A deviation that is less than this share of what is left to the limit changes little about when it is reached. */
const LITTLE_SHARE = 0.02;

/**
 * Whether a value is not what was forecast of its hour; false where nothing was. The forecast is of the value nearest to the limit,
 * so one on the other side has to be farther off.
 */
export function isUnexpected({ expected, limit }: LimitedSeries, { at, value }: Latest): boolean {
  if (expected === null) return false;
  const step = Math.floor((at - expected.from) / expected.stepMs);
  const [low, high] = [expected.low[step], expected.high[step]];
  if (low === undefined || high === undefined) return false;
  const little = LITTLE_SHARE * Math.abs(limit.value - value);
  const width = high - low;
  const [below, above] = limit.bound === "upper" ? [width, 0] : [0, width];
  return value < low - below - little || value > high + above + little;
}

/**
 * A place in a span for each series, always the same: forecasts of many are spread over it, and when one is made depends on its own
 * entries alone.
 */
export function placeIn(spanMs: number, id: string): number {
  return Number.parseInt(hash("sha1", id, "hex").slice(0, 8), 16) % spanMs;
}
