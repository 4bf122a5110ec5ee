import type { EvidenceRequest, EvidenceSeries } from "../connector.ts";
import { toSimulated, type Clock } from "./clock.ts";
import type { Condition } from "./condition.ts";
import { FALLBACK_METRIC, METRIC_KINDS, type Metric } from "./metricNames.ts";
import { seriesOf, subjectOf, type Bend } from "./series.ts";
import type { Simulation } from "./simulation.ts";
import { aliasIn, nameIn, type Tool } from "./tools.ts";

/** More points than this are never drawn; the step grows instead. */
const MAXIMUM_POINTS = 1000;

/** The metrics behind an alert, from `from` to `to` or now, whichever is earlier; nothing when the tool does not know the handle. */
export function evidenceFor(
  simulation: Simulation,
  tool: Tool,
  clock: Clock,
  request: EvidenceRequest,
  now: number,
): EvidenceSeries[] {
  const to = Math.min(request.to, now);
  const span = { from: toSimulated(clock, request.from), to: toSimulated(clock, to) };
  if (to <= request.from) return [];
  const condition = simulation
    .conditionsBetween(span.from, span.to)
    .findLast(({ handle, tool: owner }) => handle === request.handle && owner === tool);
  if (!condition) return [];
  const stepMs = Math.max(1, request.stepMs, Math.ceil((to - request.from) / MAXIMUM_POINTS));
  return metricsOf(condition).map((metric) => {
    const subject = subjectOf(condition.entity, metric);
    const value = seriesOf(simulation, subject, metric, span, bendsOf(condition, metric));
    const points: [number, number][] = [];
    for (let at = Math.ceil(request.from / stepMs) * stepMs; at <= to; at += stepMs)
      points.push([at, value((at - clock.startedAt) * clock.speed)]);
    const { unit, label, threshold } = METRIC_KINDS[metric];
    const alias = aliasIn(tool, subject);
    return { label: label.replace("{name}", nameIn(tool, subject)), unit, threshold, points, ...(alias && { alias }) };
  });
}

function metricsOf({ evidence, entity }: Condition): readonly Metric[] {
  const fallback = FALLBACK_METRIC[entity.role];
  return evidence.length === 0 && fallback ? [fallback] : evidence;
}

/** Noise has no fault that would bend its metric, so it bends the one that it is about, a little. */
function bendsOf({ faultId, evidence, from, to }: Condition, metric: Metric): Bend[] {
  if (faultId !== null || metric !== evidence[0]) return [];
  const { usual, ceiling } = METRIC_KINDS[metric];
  const raised = usual[1] * 1.7 + 1;
  const level = ceiling === null ? raised : Math.min(raised, (usual[1] + ceiling) / 2);
  return [{ from: from - 30_000, to, rampMs: 30_000, level }];
}
