import type { EstateEntity } from "./estate.ts";
import { MINUTE, SECOND } from "./faultKind.ts";
import { METRIC_KINDS, type Metric } from "./metricNames.ts";
import { between, roll } from "./random.ts";
import type { Simulation } from "./simulation.ts";

/** What bends a metric of one entity. Times in ms since the simulation began. */
export type Bend = { from: number; to: number; rampMs: number; level: number };

/** Values settle for as long after a fault. */
const SETTLES_MS = 3 * MINUTE;
/** Chance changes at this pace, so that the same moment has the same value whatever the step of the question. */
const SCATTER_MS = 15 * SECOND;
const DAY_MS = 24 * 60 * MINUTE;

/** A metric of an entity over a span, as a function of time: usual value, daily wave, scatter, and what the faults do to it. */
export function seriesOf(
  simulation: Simulation,
  entity: EstateEntity,
  metric: Metric,
  span: { from: number; to: number },
  extra: Bend[] = [],
): (at: number) => number {
  const { usual, ceiling, scatter } = METRIC_KINDS[metric];
  const { seed } = simulation.estate;
  const base = between(usual, roll(seed, entity.key, metric));
  const bends = [...bendsOn(simulation, entity, metric, span), ...extra];
  return (at) => {
    const wave = 1 + 0.06 * Math.sin((2 * Math.PI * at) / DAY_MS);
    let value = base * wave;
    for (const bend of bends) value += (bend.level - base) * shareAt(bend, at);
    value *= 1 + scatter * (2 * roll(seed, entity.key, metric, Math.floor(at / SCATTER_MS)) - 1);
    return Math.round(Math.min(ceiling ?? Infinity, Math.max(0, value)) * 100) / 100;
  };
}

/** The machine's figures are the database's: it has none of its own. */
export const subjectOf = (entity: EstateEntity, metric: Metric): EstateEntity =>
  entity.role === "database" && entity.runsOn && (metric === "cpu" || metric === "disk") ? entity.runsOn : entity;

function bendsOn(
  simulation: Simulation,
  entity: EstateEntity,
  metric: Metric,
  { from, to }: { from: number; to: number },
): Bend[] {
  const bends: Bend[] = [];
  for (const { fault, impacts } of simulation.coursesBetween(from, to)) {
    for (const impact of impacts) {
      const isHit =
        impact.entity === entity || (simulation.estate.pods.get(impact.entity.key)?.includes(entity) ?? false);
      if (!isHit) continue;
      for (const effect of fault.kind.effects) {
        const isFelt =
          effect.metric === metric &&
          effect.roles.includes(entity.role) &&
          impact.distance >= effect.distance[0] &&
          impact.distance <= effect.distance[1];
        if (isFelt) bends.push({ from: impact.at, to: fault.to, rampMs: effect.rampMs, level: effect.level });
      }
    }
  }
  return bends;
}

/** How much of a bend is felt at a moment, in [0,1]. */
function shareAt({ from, to, rampMs }: Bend, at: number): number {
  const risen = Math.min(1, Math.max(0, (at - from) / rampMs));
  const settled = Math.min(1, Math.max(0, (at - to) / SETTLES_MS));
  return risen * (1 - settled);
}
