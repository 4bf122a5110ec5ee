import type { CapacityDetail } from "../../shared/contract/capacity.ts";
import type { EntityId } from "../../shared/domain/entity.ts";
import type { FindingId } from "../../shared/domain/finding.ts";
import type { SeriesLimit } from "../../shared/domain/seriesLimit.ts";
import { aForecast, DAY, HOUR } from "../builders/capacity.ts";
import { scatterAt } from "../builders/findings.ts";

const HOURS = 168;

type Sketch = { id: string; host: string; name: string; unit: string; limit: SeriesLimit; value: number; aDay: number };
const SKETCHES: readonly Sketch[] = [
  {
    id: "m1",
    host: "pg-07",
    name: "Pool in use",
    unit: "",
    limit: { bound: "upper", value: 200 },
    value: 200,
    aDay: 0,
  },
  {
    id: "m2",
    host: "db-3",
    name: "Disk /data",
    unit: "%",
    limit: { bound: "upper", value: 90 },
    value: 85.4,
    aDay: 12,
  },
  {
    id: "m3",
    host: "lb-2",
    name: "Certificate",
    unit: "s",
    limit: { bound: "lower", value: 0 },
    value: 500_000,
    aDay: -86_400,
  },
  {
    id: "m4",
    host: "licence",
    name: "Seats free",
    unit: "",
    limit: { bound: "lower", value: 0 },
    value: 340,
    aDay: -4,
  },
];

/** Four limits: one that is reached, one that is near, one that is days off, and one of which too little is known. */
export const floorCapacity = (now: number): CapacityDetail[] =>
  SKETCHES.map(({ id, host, name, unit, limit, value, aDay }, index): CapacityDetail => {
    const left = aDay === 0 ? null : ((limit.value - value) / aDay) * DAY;
    const [isReached, isYoung] = [index === 0, index === 3];
    const spread = Math.abs(value) * 0.01;
    const at = (step: number): number => value + (aDay * step) / 24 + spread * (scatterAt(step + HOURS) - 0.5);
    const point = Array.from({ length: HOURS }, (_, step) => value + (aDay * (step + 1)) / 24);
    const when = (factor: number) => (left === null || isYoung || isReached ? null : Math.round(now + factor * left));
    const forecast = aForecast({
      ...{ seriesId: id, entityId: host as EntityId, limit, value, valueAt: now - 20_000, madeAt: now - 240_000 },
      ...{ earlyAt: when(0.8), likelyAt: when(1), lateAt: when(1.3), trend: isYoung ? null : aDay },
      ...{ probability: isYoung ? null : 0.92, knowledge: isYoung ? "unknown" : "enough", horizonMs: HOURS * HOUR },
      ...{ reachedAt: isReached ? now - 22 * 60_000 : null },
      history: Array.from({ length: isYoung ? 9 : HOURS }, (_, step) => at(step + 1 - (isYoung ? 9 : HOURS))),
      course: {
        ...{ from: Math.floor(now / HOUR) * HOUR, point },
        low: point.map((each, step) => each - spread * Math.sqrt(step + 1)),
        high: point.map((each, step) => each + spread * Math.sqrt(step + 1)),
      },
    });
    const findingId = index < 2 ? (`FND-00000000000${index}` as FindingId) : null;
    const said = { findingId, dismissedBy: null, dismissedAt: null };
    return { ...forecast, name, unit, entityName: host, sourceId: "prometheus", ...said };
  });
