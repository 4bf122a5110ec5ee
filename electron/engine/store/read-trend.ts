import type { Incident } from "../../../shared/domain/incident.ts";
import { SPAN_MS } from "./incident-case.ts";

export const SPANS = 12;

/** Changes of the rate by less than this share count as steady. */
const STEADY_SHARE = 0.2;

export type Movement = Pick<Incident, "spark" | "perMinute" | "trend">;

/** The span that holds an instant (epoch ms). */
export const spanOf = (at: number): number => Math.floor(at / SPAN_MS);

/** Spans that are compared with those before them. */
const COMPARED = 2;

/**
 * How an incident moves at `now`, from its alerts that began per 150 s span, as pairs of span and count.
 * The last span is still filling, so rates are taken over the time that really passed: the last two spans
 * (2.5 to 5 minutes) against the two before. An incident that began within those four has nothing to compare with: `new`.
 */
export function movementOf(
  rates: readonly (readonly [span: number, began: number])[],
  startedAt: number,
  now: number,
): Movement {
  const last = spanOf(now);
  const spark = Array.from({ length: SPANS }, () => 0);
  for (const [span, began] of rates) {
    const index = span - last + SPANS - 1;
    if (index >= 0 && index < SPANS) spark[index] = began;
  }
  const recent = sum(spark.slice(-COMPARED)) / ((now - (last - COMPARED + 1) * SPAN_MS) / 60_000);
  const before = sum(spark.slice(-2 * COMPARED, -COMPARED)) / ((COMPARED * SPAN_MS) / 60_000);
  const isNew = spanOf(startedAt) > last - 2 * COMPARED;
  return { spark, perMinute: Math.round(recent * 10) / 10, trend: isNew ? "new" : trendOf(recent, before) };
}

function trendOf(recent: number, before: number): Incident["trend"] {
  if (recent > before * (1 + STEADY_SHARE)) return "rising";
  return recent < before * (1 - STEADY_SHARE) ? "falling" : "steady";
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
