import type { EChartsOption, TokenReader } from "../../ui/index.ts";
import { axisOf, type ForecastDrawing } from "./forecastDrawing.ts";
import { mark } from "./quantity.ts";

/** The echarts option: what came, what is forecast with nine tenths of it as a band, the limit, and when it is reached. */
export function forecastOption(drawing: ForecastDrawing, unit: string, token: TokenReader): EChartsOption {
  const { from, to, history, point } = drawing;
  const { low, high } = axisOf(drawing);
  const line = { type: "line" as const, symbol: "none", silent: true, animation: false, connectNulls: false };
  return {
    animation: false,
    grid: { left: 64, right: 16, top: 28, bottom: 28 },
    xAxis: {
      ...{ type: "time", min: from, max: to, axisTick: { show: false }, axisLabel: { show: false } },
      axisLine: { lineStyle: { color: token("line-strong") } },
      splitLine: { show: false },
    },
    yAxis: {
      ...{ type: "value", min: low, max: high, splitNumber: 4, axisLine: { show: false }, axisTick: { show: false } },
      axisLabel: {
        ...{ color: token("text-3"), fontFamily: token("font-sans"), fontSize: 11 },
        ...{ showMinLabel: low === 0, showMaxLabel: false, formatter: (value: number) => mark(value, unit) },
      },
      splitLine: { lineStyle: { color: token("line") } },
    },
    series: [
      ...bandOf(drawing, token),
      {
        ...line,
        data: history,
        lineStyle: { color: token("series"), width: 1.5 },
        z: 3,
        markLine: marksOf(drawing, token),
      },
      { ...line, data: point, lineStyle: { color: token("series"), width: 1.5, type: [4, 3] }, z: 3 },
    ],
  };
}

/** Nine tenths of what is forecast: a base that is not seen, and the height over it. */
function bandOf({ low, high }: ForecastDrawing, token: TokenReader) {
  const line = { type: "line" as const, symbol: "none", silent: true, animation: false, stack: "band" };
  const height = high.map(([at, top], index): [number, number] => [at, (top ?? 0) - (low[index]?.[1] ?? 0)]);
  const shared = { ...line, stackStrategy: "all" as const, lineStyle: { opacity: 0 } };
  return [
    { ...shared, data: low, areaStyle: { opacity: 0 } },
    { ...shared, data: height, areaStyle: { color: token("band"), opacity: 1 } },
  ];
}

/** The limit across the chart, now, and the moment at which the limit is reached with between when. */
function marksOf({ limit, now, crossing }: ForecastDrawing, token: TokenReader) {
  const quiet = { color: token("text-3"), width: 1, type: [2, 3] as number[] };
  const trouble = { color: token("critical-edge"), width: 2, type: "solid" as const };
  const reach =
    crossing === null
      ? []
      : [
          { xAxis: crossing.likely, lineStyle: { ...trouble, width: 1.5 } },
          [
            { coord: [crossing.early, limit], lineStyle: { ...trouble, width: 6, opacity: 0.5 } },
            { coord: [crossing.late, limit] },
          ],
        ];
  return {
    ...{ silent: true, symbol: "none", animation: false, label: { show: false } },
    data: [
      { yAxis: limit, lineStyle: { color: token("text"), width: 1.5, type: "solid" as const } },
      { xAxis: now, lineStyle: quiet },
      ...reach,
    ],
  } as never;
}
