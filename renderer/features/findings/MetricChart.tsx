import { useCallback, useMemo, useRef, useState, type PointerEvent } from "react";
import type { WatchedSeries } from "../../../shared/contract/findings.ts";
import { formatTime, text } from "../../../shared/strings/index.ts";
import { Chart, formatMinute, useWidth, useZone, type TokenReader } from "../../ui/index.ts";
import { expectedWords, figure } from "./findingWords.ts";
import { metricOption, type MetricDrawing } from "./metricOption.ts";
import { nearestPoint, pixelOf, timeAt, timesOf, type Plot } from "./plot.ts";
import "./metricChart.css";

/** A minute's length: a finding of one value is still seen. */
const SHORTEST_MS = 60_000;

/** A watched metric over some hours with what was expected of it; under the pointer the minute in words. */
export function MetricChart({ series, chosenId }: { series: WatchedSeries; chosenId: string | null }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 800);
  const zone = useZone();
  const [pointer, setPointer] = useState<number | null>(null);
  const drawing = useMemo((): MetricDrawing => {
    const spans = series.findings.map(({ id, since, endedAt, updatedAt }) => ({
      from: Math.max(since, series.from),
      to: Math.max(endedAt ?? Math.max(updatedAt, series.to), since + SHORTEST_MS),
      chosen: id === chosenId,
    }));
    return { from: series.from, to: series.to, points: series.points, spans };
  }, [series, chosenId]);
  const option = useCallback((token: TokenReader) => metricOption(drawing, token), [drawing]);
  const plot: Plot = { from: series.from, to: series.to, width };
  const ticks = useMemo(() => timesOf({ from: series.from, to: series.to, width }, zone), [series, width, zone]);
  const point = pointer === null ? undefined : nearestPoint(series.points, timeAt(pointer, plot));
  const onMove = (event: PointerEvent): void =>
    setPointer(event.clientX - event.currentTarget.getBoundingClientRect().left);
  return (
    <div className="metric-chart" ref={box} onPointerMove={onMove} onPointerLeave={() => setPointer(null)}>
      <Chart option={option} label={summaryOf(series)} />
      <div className="metric-times" aria-hidden="true">
        {ticks.map((at) => (
          <span key={at} style={{ left: pixelOf(at, plot) }}>
            {formatMinute(at)}
          </span>
        ))}
      </div>
      {point !== undefined && (
        <>
          <i className="metric-cursor" style={{ left: pixelOf(point.at, plot) }} />
          <p className="metric-words" style={wordsPlace(pixelOf(point.at, plot), width)}>
            <b>
              {formatMinute(point.at)} {figure(point.value)} {series.unit}
            </b>
            {text("findings.evidence.expected")} {expectedWords({ ...point, unit: series.unit })}
          </p>
        </>
      )}
    </div>
  );
}

const WORDS_PX = 220;
const wordsPlace = (x: number, width: number) =>
  x + WORDS_PX + 12 > width ? { right: width - x + 12 } : { left: x + 12 };

function summaryOf({ name, entityName, from, to, points, findings, unit, entityId }: WatchedSeries): string {
  const newest = points.at(-1);
  return text("findings.chartSummary", {
    label: name,
    entity: entityName ?? entityId,
    fromAt: formatTime(from),
    toAt: formatTime(to),
    newest: newest === undefined ? text("findings.evidence.nothingCame") : `${figure(newest.value)} ${unit}`,
    count: findings.length,
  });
}
