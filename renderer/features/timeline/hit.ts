import type { Timeline, TimelineBar } from "../../../shared/domain/timeline.ts";
import { formatTime, text, textOf } from "../../../shared/strings/index.ts";
import { markName } from "../../ui/index.ts";
import { METRIC_GAP, METRIC_HEIGHT, metricTop, ROW_HEIGHT, rowTop, timeAt, type Range } from "./geometry.ts";
import { valueAt } from "./metrics.ts";

/** What stands under the pointer, in words. */
export type Hit = { title: string; lines: string[] };

/** Distance at which a mark is meant. */
const MARK_PX = 8;
/** Of those that stand in one place, so many are told beside the nearest. */
const MARKS_SHOWN = 5;

/** Reads the drawing at a pixel: a mark, the bar of a row, or the value of a metric; null on empty ground. */
export function hitAt(timeline: Timeline, x: number, y: number, width: number, range: Range): Hit | null {
  const at = timeAt(x, width, range);
  const msPerPixel = (range.to - range.from) / Math.max(1, width);
  if (y < rowTop(0)) return markHit(timeline, at, MARK_PX * msPerPixel);
  const row = timeline.rows[Math.floor((y - rowTop(0)) / ROW_HEIGHT)];
  if (row !== undefined) {
    const bar = row.bars.find(({ from, to }) => at >= from - 24 * msPerPixel && at <= (to ?? timeline.to));
    return bar === undefined
      ? null
      : { title: `${row.entityName} · ${row.label}`, lines: barLines(bar, timeline.to, row.role === "change") };
  }
  const index = Math.floor((y - metricTop(timeline.rows.length, 0)) / (METRIC_HEIGHT + METRIC_GAP));
  const metric = timeline.metrics[index];
  const value = metric === undefined ? null : valueAt(metric.points, at);
  if (metric === undefined || value === null) return null;
  return {
    title: `${metric.entityName} · ${metric.label}`,
    lines: [`${formatTime(at)}  ${value.toLocaleString("en-GB", { maximumSignificantDigits: 4 })} ${metric.unit}`],
  };
}

function markHit({ marks }: Timeline, at: number, reach: number): Hit | null {
  const near = marks.filter((mark) => Math.abs(mark.at - at) <= reach);
  const [nearest, ...others] = near.toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at));
  if (nearest === undefined) return null;
  const lines = others.slice(0, MARKS_SHOWN).map((mark) => `${formatTime(mark.at)}  ${textOf(mark.label)}`);
  return { title: textOf(nearest.label), lines: [formatTime(nearest.at), ...lines] };
}

function barLines({ from, to, severity, state, acknowledged }: TimelineBar, end: number, isChange: boolean): string[] {
  const forMs = (to ?? end) - from;
  const span =
    to === null
      ? text("incident.barUntilNow", { from: formatTime(from), forMs })
      : text("incident.barUntil", { from: formatTime(from), to: formatTime(to), forMs });
  if (isChange) return [text("incident.barChange"), span];
  const what = [
    markName(severity),
    text(`incident.barState.${state}`),
    ...(acknowledged ? [text("incident.barAcknowledged")] : []),
  ];
  return [what.join(", "), span];
}
