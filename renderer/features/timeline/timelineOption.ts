import type { Timeline } from "../../../shared/domain/timeline.ts";
import { type EChartsOption, type TokenReader } from "../../ui/index.ts";
import { barSeries } from "./barSeries.ts";
import { LEFT, MARKS_HEIGHT, METRIC_HEIGHT, metricTop, RIGHT, totalHeight, type Range } from "./geometry.ts";
import { gridSeries, markSeries } from "./markSeries.ts";
import { placeMarks } from "./marks.ts";
import { metricAxis, splitByBand } from "./metrics.ts";

/** What part of the timeline is shown, how wide, and where its grid lines stand. */
export type View = { range: Range; width: number; ticks: readonly number[] };

/** The echarts option of a timeline: one time axis for bars, marks and metric rows alike. */
export function timelineOption(timeline: Timeline, { range, width, ticks }: View, token: TokenReader): EChartsOption {
  const height = totalHeight(timeline.rows.length, timeline.metrics.length);
  const label = { color: token("text-3"), fontFamily: token("font-sans"), fontSize: 11, fontWeight: 500 };
  const hidden = {
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { show: false },
    splitLine: { show: false },
  };
  const time = { type: "time", min: range.from, max: range.to, animation: false } as const;
  const metrics = timeline.metrics.map((series, index) => ({
    series,
    index: index + 1,
    axis: metricAxis(series),
    parts: splitByBand(series),
  }));
  return {
    animation: false,
    grid: [
      { left: LEFT, right: RIGHT, top: MARKS_HEIGHT, height: height - MARKS_HEIGHT },
      ...metrics.map(({ index }) => ({
        left: LEFT,
        right: RIGHT,
        top: metricTop(timeline.rows.length, index - 1),
        height: METRIC_HEIGHT,
      })),
    ],
    xAxis: [
      { ...time, gridIndex: 0, ...hidden },
      ...metrics.map(({ index }) => ({ ...time, gridIndex: index, ...hidden })),
    ],
    yAxis: [
      { type: "value", gridIndex: 0, min: 0, max: 1, ...hidden },
      ...metrics.map(({ index, axis: { low, high } }) => ({
        type: "value" as const,
        gridIndex: index,
        position: "right" as const,
        min: low,
        max: high,
        interval: high - low,
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          ...label,
          verticalAlignMinLabel: "bottom" as const,
          verticalAlignMaxLabel: "top" as const,
          formatter: (value: number) => shortTick(value),
        },
        splitLine: { show: true, lineStyle: { color: token("line") } },
      })),
    ],
    series: [
      ...barSeries(timeline, token),
      ...gridSeries(ticks, height, token),
      ...markSeries(placeMarks(timeline.marks, range, width), timeline.to, height, token),
      ...metrics.flatMap(({ series, index, parts }) => metricLines(series, index, parts, token)),
    ],
  };
}

const shortTick = (value: number): string =>
  value.toLocaleString("en-GB", {
    maximumSignificantDigits: 3,
    notation: Math.abs(value) >= 10_000 ? "compact" : "standard",
  });

type Metric = Timeline["metrics"][number];
type Lines = NonNullable<EChartsOption["series"]>;

function metricLines(
  { expected, threshold, band: moving }: Metric,
  index: number,
  parts: ReturnType<typeof splitByBand>,
  token: TokenReader,
): Extract<Lines, unknown[]> {
  const base = {
    type: "line" as const,
    xAxisIndex: index,
    yAxisIndex: index,
    symbol: "none",
    silent: true,
    sampling: "lttb" as const,
    clip: true,
  };
  const band =
    expected === null
      ? []
      : [[{ yAxis: expected.low }, { yAxis: expected.high }] as [{ yAxis: number }, { yAxis: number }]];
  const stacked = { ...base, stack: `band ${index}`, stackStrategy: "all" as const, lineStyle: { opacity: 0 } };
  const movingBand =
    moving === null
      ? []
      : [
          {
            ...stacked,
            sampling: "none" as const,
            data: moving.map(([at, low]) => [at, low]),
            areaStyle: { opacity: 0 },
          },
          {
            ...stacked,
            sampling: "none" as const,
            data: moving.map(([at, low, high]) => [at, high - low]),
            areaStyle: { color: token("band"), opacity: 1 },
          },
        ];
  const limit = threshold === null ? [] : [{ yAxis: threshold }];
  return [
    ...movingBand,
    {
      ...base,
      data: parts.quiet,
      lineStyle: { color: token("series"), width: 1.5 },
      markArea: { silent: true, itemStyle: { color: token("band") }, data: band },
      markLine: {
        silent: true,
        symbol: "none",
        label: { show: false },
        lineStyle: { color: token("edge"), type: [2, 3], width: 1 },
        data: limit,
      },
    },
    { ...base, data: parts.bad, lineStyle: { color: token("critical-edge"), width: 2 }, z: 4 },
  ];
}
