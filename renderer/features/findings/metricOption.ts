import type { SeriesPoint } from "../../../shared/domain/finding.ts";
import type { EChartsOption, TokenReader } from "../../ui/index.ts";
import { figure } from "./findingWords.ts";

/** What is drawn: minutes of a series with the band of each, and the stretches in which something was found. */
export type MetricDrawing = {
  from: number;
  to: number;
  points: readonly SeriesPoint[];
  spans: readonly { from: number; to: number; chosen: boolean }[];
};

type Value = number | null;

/** A gap longer than this is a gap in the line. */
const JOINED_MS = 3 * 60_000;

/** Points with an empty one in each long gap, so that no line is drawn where nothing came. */
export function withGaps(points: readonly SeriesPoint[]): (SeriesPoint | { at: number })[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    return before !== undefined && point.at - before.at > JOINED_MS ? [{ at: before.at + 1 }, point] : [point];
  });
}

const isOut = ({ value, low, high }: SeriesPoint): boolean =>
  low !== null && high !== null && (value < low || value > high);

/** The values out of the band, each with its neighbours, so that the two lines join. */
export function outOfBand(points: readonly SeriesPoint[]): [number, Value][] {
  const out = points.map(isOut);
  return points.map(({ at, value }, index) => [
    at,
    out[index] === true || out[index - 1] === true || out[index + 1] === true ? value : null,
  ]);
}

/** From a little below to a little above all that is drawn; from zero when nothing is below it and zero is near. */
export function axisOf(points: readonly SeriesPoint[]): { low: number; high: number } {
  const drawn = points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  if (drawn.length === 0) return { low: 0, high: 1 };
  const low = Math.min(...drawn);
  const high = Math.max(...drawn);
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  return { low: low >= 0 && low < 0.6 * high ? 0 : low - air, high: high + air };
}

/** The echarts option: the expected range as a band, the value over it, and what left the band in the hue of trouble. */
export function metricOption({ from, to, points, spans }: MetricDrawing, token: TokenReader): EChartsOption {
  const { low, high } = axisOf(points);
  const gapped = withGaps(points);
  const line = { type: "line" as const, symbol: "none", silent: true, animation: false, connectNulls: false };
  const at = (key: "value" | "low" | "high" | "expected"): [number, Value][] =>
    gapped.map((point) => [point.at, key in point ? ((point as SeriesPoint)[key] ?? null) : null]);
  const lower = at("low");
  const height = at("high").map(([when, top], index): [number, Value] => {
    const bottom = lower[index]?.[1] ?? null;
    return [when, top === null || bottom === null ? null : top - bottom];
  });
  const base = low < 0 ? low : 0;
  return {
    animation: false,
    grid: { left: 52, right: 16, top: 12, bottom: 28 },
    xAxis: {
      type: "time",
      min: from,
      max: to,
      axisLine: { lineStyle: { color: token("line-strong") } },
      axisTick: { show: false },
      axisLabel: { show: false },
      splitLine: { show: false },
    },
    yAxis: {
      type: "value",
      min: low,
      max: high,
      splitNumber: 4,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: token("text-3"),
        fontFamily: token("font-sans"),
        fontSize: 11,
        showMinLabel: base === low,
        showMaxLabel: false,
        formatter: figure,
      },
      splitLine: { lineStyle: { color: token("line") } },
    },
    series: [
      {
        ...line,
        data: lower,
        stack: "band",
        stackStrategy: "all",
        lineStyle: { opacity: 0 },
        areaStyle: { opacity: 0 },
      },
      {
        ...line,
        data: height,
        stack: "band",
        stackStrategy: "all",
        lineStyle: { opacity: 0 },
        areaStyle: { color: token("band"), opacity: 1 },
      },
      {
        ...line,
        data: at("value"),
        lineStyle: { color: token("series"), width: 1.5 },
        z: 3,
        markArea: {
          silent: true,
          data: spans.map((span) => [
            {
              xAxis: span.from,
              itemStyle: {
                color: "transparent",
                borderColor: token(span.chosen ? "text" : "edge"),
                borderWidth: 1,
                borderType: span.chosen ? "solid" : [2, 3],
              },
            },
            { xAxis: span.to },
          ]),
        },
      },
      { ...line, data: outOfBand(points), lineStyle: { color: token("critical-edge"), width: 2 }, z: 4 },
    ],
  };
}
