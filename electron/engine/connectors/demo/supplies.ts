import type { SeriesLimit } from "../../../../shared/domain/seriesLimit.ts";
import { withRole, type Estate, type EstateEntity } from "./estate.ts";
import { HOUR, MINUTE } from "./faultKind.ts";
import { METRIC_KINDS, type Metric } from "./metricNames.ts";
import { between, choose, roll } from "./random.ts";
import { HISTORY_MS } from "./script.ts";
import { seriesOf, subjectOf } from "./series.ts";
import type { Simulation } from "./simulation.ts";

const DAY = 24 * HOUR;

/** Where the metrics of the estate run out, as whoever watches them has said. */
export const LIMITS: Partial<Record<Metric, SeriesLimit>> = {
  disk: { bound: "upper", value: 90 },
  connections: { bound: "upper", value: 200 },
  certificate: { bound: "lower", value: 0 },
};

/** One disk fills for so long until it is at its limit, and is cleared so long after that. */
const FILLS_MS = 5 * DAY;
const CLEARED_AFTER_MS = 11 * HOUR;
/** When that happens for the first time, as seen by somebody who looks at a young estate. */
const FULL_AT = HISTORY_MS + 9 * HOUR + 20 * MINUTE;
const LEAK_SCATTER = 0.4;
/** Certificates are valid for so long and renewed so long before their end. */
const VALID_MS = 90 * DAY;
const RENEWED_BEFORE_MS = 20 * DAY;

/** A metric of an entity over a span, as a function of time, with what runs out slowly. Times in ms since the simulation began. */
export function measuredOf(
  simulation: Simulation,
  entity: EstateEntity,
  metric: Metric,
  span: { from: number; to: number },
): (at: number) => number {
  const { estate } = simulation;
  if (metric === "certificate") return certificateOf(estate, entity);
  if (metric === "disk" && entity === leakingHost(estate)) return leakOf(estate, entity);
  return seriesOf(simulation, subjectOf(entity, metric), metric, span);
}

/** The host whose disk leaks: one that is no part of the opening story. */
function leakingHost(estate: Estate): EstateEntity {
  const hosts = withRole(estate, "databaseHost");
  const others = hosts.filter(({ key }) => !estate.storyGround.has(key));
  return choose(others.length > 0 ? others : hosts, roll(estate.seed, "leak"));
}

/** Rises evenly from where a disk usually is to beyond its limit, falls back when it is cleared, and rises again. */
function leakOf({ seed }: Estate, { key }: EstateEntity): (at: number) => number {
  const start = between(METRIC_KINDS.disk.usual, roll(seed, key, "disk"));
  const rise = (LIMITS.disk!.value - start) / FILLS_MS;
  const cycle = FILLS_MS + CLEARED_AFTER_MS;
  return (at) => {
    const since = modulo(at - FULL_AT + FILLS_MS, cycle);
    const scatter = LEAK_SCATTER * (2 * roll(seed, key, "leak", Math.floor(at / (15 * MINUTE))) - 1);
    return Math.round((start + rise * since + scatter) * 100) / 100;
  };
}

/** Seconds until it expires. */
function certificateOf({ seed }: Estate, { key }: EstateEntity): (at: number) => number {
  const renewed = roll(seed, key, "certificate") * (VALID_MS - RENEWED_BEFORE_MS);
  return (at) => Math.round((VALID_MS - modulo(at + renewed, VALID_MS - RENEWED_BEFORE_MS)) / 1000);
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
