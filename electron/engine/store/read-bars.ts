import type { AlertTransition } from "../../../shared/domain/log.ts";
import { rankOf, worstOf } from "../../../shared/domain/severity.ts";
import type { TimelineBar } from "../../../shared/domain/timeline.ts";

/** One transition of an alert. `at`: the source's clock, `receivedAt`: ours, both epoch ms. */
export type Stage = { at: number; receivedAt: number; body: AlertTransition };

/**
 * The stretches of one alert from its transitions, oldest first: a new one with each severity or state. Begin and end are by
 * the source's clock; what changed in between by ours, because sources do not say when.
 */
export function barsOf(stages: readonly Stage[], acknowledgedAt: number | null): TimelineBar[] {
  const bars: TimelineBar[] = [];
  for (const { at, receivedAt, body } of stages) {
    const last = bars.at(-1);
    const starts = body.transition === "opened" ? body.startedAt : receivedAt;
    const from = body.transition === "resolved" ? at : starts;
    if (last && last.to === null) last.to = Math.max(last.from, from);
    if (body.transition === "resolved") continue;
    bars.push({
      from: Math.max(from, last?.to ?? from),
      to: null,
      severity: body.severity,
      state: body.state,
      acknowledged: false,
    });
  }
  return acknowledgedAt === null ? bars : bars.flatMap((bar) => acknowledgedFrom(bar, acknowledgedAt));
}

function acknowledgedFrom(bar: TimelineBar, at: number): TimelineBar[] {
  if (bar.to !== null && bar.to <= at) return [bar];
  if (bar.from >= at) return [{ ...bar, acknowledged: true }];
  return [
    { ...bar, to: at },
    { ...bar, from: at, acknowledged: true },
  ];
}

/**
 * The bars of several alerts as one row: at each moment the worst severity, firing when any fires, acknowledged when all that
 * fire are. Sweeps over the instants at which anything begins or ends.
 */
export function mergeBars(bars: readonly TimelineBar[]): TimelineBar[] {
  const ends = bars.map((bar) => bar.to ?? Infinity);
  const instants = [...new Set([...bars.map((bar) => bar.from), ...ends])].sort((one, other) => one - other);
  const merged: TimelineBar[] = [];
  for (const [index, from] of instants.entries()) {
    const to = instants[index + 1];
    if (to === undefined) break;
    const here = bars.filter((bar) => bar.from <= from && (bar.to ?? Infinity) >= to);
    if (here.length > 0) append(merged, stretchOf(here, from, to));
  }
  return merged;
}

function stretchOf(bars: readonly TimelineBar[], from: number, to: number): TimelineBar {
  const firing = bars.filter((bar) => bar.state === "firing");
  const counted = firing.length > 0 ? firing : bars;
  return {
    from,
    to: to === Infinity ? null : to,
    severity: worstOf(counted.map((bar) => bar.severity)),
    state: firing.length > 0 ? "firing" : "suppressed",
    acknowledged: counted.every((bar) => bar.acknowledged),
  };
}

/** Joins a stretch to the one before when nothing changes between them. */
function append(bars: TimelineBar[], next: TimelineBar): void {
  const last = bars.at(-1);
  const continues =
    last !== undefined &&
    last.to === next.from &&
    rankOf(last.severity) === rankOf(next.severity) &&
    last.state === next.state &&
    last.acknowledged === next.acknowledged;
  if (continues) last.to = next.to;
  else bars.push(next);
}
