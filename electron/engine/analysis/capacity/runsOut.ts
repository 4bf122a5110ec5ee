import type { FindingSeen } from "../../../../shared/domain/finding.ts";
import type { ForecastMade } from "../../../../shared/domain/forecast.ts";
import type { Position } from "../../../../shared/domain/position.ts";
import { findingIdOf } from "../findings/identity.ts";
import { HOUR_MS } from "./hours.ts";

/** How sure a forecast has to be that people are told, and below what they are told that it is over. */
const TOLD_FROM = 0.7;
const OVER_BELOW = 0.5;

/** Whether the limit is reached, or will be within the week that is looked at by the hour; `wasTold`: that was so before. */
export function runsOut(
  { reachedAt, probability, stepMs }: Pick<ForecastMade, "reachedAt" | "probability" | "stepMs">,
  wasTold: boolean,
): boolean {
  if (reachedAt !== null) return true;
  return stepMs === HOUR_MS && probability !== null && probability >= (wasTold ? OVER_BELOW : TOLD_FROM);
}

/** The finding that a series runs out, begun by the entry at `position`. */
export function findingOf(made: ForecastMade, position: Position): FindingSeen {
  const { scope, seriesId, entityId, valueAt } = made;
  const id = findingIdOf(scope, seriesId, "runs-out", position);
  const about = { id, scope, kind: "forecast", what: "runs-out", subject: seriesId, entityId } as const;
  const times = { since: made.reachedAt ?? valueAt, openedAt: valueAt, endedAt: null };
  const none = { score: null, expected: null, low: null, high: null, place: null, examples: [], model: null };
  return withForecast({ ...about, ...times, ...none, updatedAt: valueAt, found: made.value, crossing: null }, made);
}

/** The finding with what the newest forecast says. */
export function withForecast(finding: FindingSeen, made: ForecastMade): FindingSeen {
  const { limit, probability, earlyAt, likelyAt, lateAt, reachedAt, knowledge } = made;
  const crossing = { limit, probability, earlyAt, likelyAt, lateAt, reachedAt, knowledge };
  return { ...finding, updatedAt: Math.max(finding.updatedAt, made.valueAt), found: made.value, crossing };
}
