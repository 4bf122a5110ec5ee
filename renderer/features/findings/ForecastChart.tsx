import { useCallback, useMemo, useRef, useState, type PointerEvent } from "react";
import type { CapacityDetail } from "../../../shared/contract/capacity.ts";
import { text } from "../../../shared/strings/index.ts";
import { Chart, formatDay, formatMinute, useNow, useWidth, useZone, type TokenReader } from "../../ui/index.ts";
import { limitWords, moment, nowWords, storyWords } from "./capacityWords.ts";
import { drawingOf, stepAt } from "./forecastDrawing.ts";
import { forecastOption } from "./forecastOption.ts";
import { pixelOf, timeAt, timesOf, type Plot } from "./plot.ts";
import { quantity } from "./quantity.ts";
import "./metricChart.css";

/** Left margin of this chart's grid: its figures carry a unit. */
const LEFT = 64;
const WORDS_PX = 200;
const LABEL_HALF_PX = 36;
const MINUTE_MS = 60_000;

/** What came of a limited metric and what is forecast of it; under the pointer the step in words. */
export function ForecastChart({ detail }: { detail: CapacityDetail }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 800);
  const zone = useZone();
  const now = useNow(MINUTE_MS);
  const [pointer, setPointer] = useState<number | null>(null);
  const drawing = useMemo(() => drawingOf(detail), [detail]);
  const option = useCallback(
    (token: TokenReader) => forecastOption(drawing, detail.unit, token),
    [drawing, detail.unit],
  );
  const plot: Plot = { from: drawing.from, to: drawing.to, width, left: LEFT };
  const ticks = useMemo(
    () => timesOf({ from: drawing.from, to: drawing.to, width, left: LEFT }, zone),
    [drawing, width, zone],
  );
  const step = pointer === null ? undefined : stepAt(drawing, timeAt(pointer, plot));
  const onMove = (event: PointerEvent): void =>
    setPointer(event.clientX - event.currentTarget.getBoundingClientRect().left);
  const { crossing } = drawing;
  return (
    <div className="metric-chart" ref={box} onPointerMove={onMove} onPointerLeave={() => setPointer(null)}>
      <Chart option={option} label={summaryOf(detail, now)} />
      <div className="metric-times" aria-hidden="true">
        {ticks
          .filter((at) => pixelOf(at, plot) < width - LABEL_HALF_PX)
          .map((at) => (
            <span key={at} style={{ left: pixelOf(at, plot) }}>
              {tickWords(at)}
            </span>
          ))}
      </div>
      <div className="forecast-marks" aria-hidden="true">
        <span className="end" style={{ left: pixelOf(drawing.now, plot) - 6 }}>
          {text("capacity.chartNow")}
        </span>
        {crossing !== null && (
          <b style={{ left: pixelOf(crossing.likely, plot) + 6 }}>{moment(crossing.likely, now)}</b>
        )}
      </div>
      {step !== undefined && (
        <>
          <i className="metric-cursor" style={{ left: pixelOf(step.at, plot) }} />
          <p className="metric-words" style={wordsPlace(pixelOf(step.at, plot), width)}>
            <b>
              {moment(step.at, now)} {quantity(step.value, detail.unit)}
            </b>
            {step.low !== null &&
              step.high !== null &&
              text("capacity.chartAhead", {
                low: quantity(step.low, detail.unit),
                high: quantity(step.high, detail.unit),
              })}
          </p>
        </>
      )}
    </div>
  );
}

/** A day where one begins, else the time. */
const tickWords = (at: number): string => (formatMinute(at) === "00:00" ? formatDay(at) : formatMinute(at));

const wordsPlace = (x: number, width: number) =>
  x + WORDS_PX + 12 > width ? { right: width - x + 12 } : { left: x + 12 };

const summaryOf = (detail: CapacityDetail, now: number): string =>
  text("capacity.chartSummary", {
    label: detail.name,
    entity: detail.entityName ?? detail.entityId,
    now: nowWords(detail),
    limit: limitWords(detail),
    story: storyWords(detail, now),
  });
