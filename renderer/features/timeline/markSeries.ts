import type { CustomRenderItem, CustomSeriesOption, TokenReader } from "../../ui/index.ts";
import { FOOT, MARKS_HEIGHT } from "./geometry.ts";
import type { PlacedMark } from "./marks.ts";

const LEVEL_PX = 17;
const FIRST_PX = 12;
/** Height of a mark that has found no room among the words. */
const TICK_PX = 4;

type Shape = { type: string; [property: string]: unknown };

/** Changes, operators' actions and the incident's own steps on the axis of the bars, and the line of the last moment. */
export function markSeries(
  marks: readonly PlacedMark[],
  end: number,
  height: number,
  token: TokenReader,
): CustomSeriesOption[] {
  const bottom = height - FOOT;
  const shared = {
    type: "custom",
    xAxisIndex: 0,
    yAxisIndex: 0,
    silent: true,
    clip: false,
    encode: { x: 0, y: 1 },
  } as const;
  return [
    { ...shared, data: marks.map(({ at }) => [at, 0]), renderItem: renderMark(marks, bottom, token), z: 2 },
    { ...shared, data: [[end, 0]], renderItem: renderEnd(height, token), z: 5 },
  ];
}

const renderMark =
  (marks: readonly PlacedMark[], bottom: number, token: TokenReader): CustomRenderItem =>
  (params, api) => {
    const mark = marks[params.dataIndex];
    if (mark === undefined) return null;
    const x = Math.round(api.coord([api.value(0), 0])[0] ?? 0) + 0.5;
    if (mark.level === null)
      return lineOf(x, MARKS_HEIGHT - TICK_PX, MARKS_HEIGHT, token("text"), []) as ReturnType<CustomRenderItem>;
    const y = FIRST_PX + mark.level * LEVEL_PX;
    const line = lineOf(x, y + 6, bottom, token("edge"), [2, 3]);
    const words: Shape = {
      type: "text",
      style: {
        text: mark.words,
        x: mark.side === "right" ? x + 12 : x - 10,
        align: mark.side === "right" ? "left" : "right",
        y: y + 1,
        fill: token("text-2"),
        font: `500 11px ${token("font-sans")}`,
        verticalAlign: "middle",
      },
    };
    return {
      type: "group",
      children: [line, shapeOf(mark, x, y, token), ...(mark.words === "" ? [] : [words])],
    } as ReturnType<CustomRenderItem>;
  };

const lineOf = (x: number, from: number, to: number, stroke: string, lineDash: number[]): Shape => ({
  type: "line",
  shape: { x1: x, x2: x, y1: from, y2: to },
  style: { stroke, lineWidth: 1, lineDash },
});

/** A change is a diamond (filled when suspect), a person's action a ring, news of a log a wave, the incident's own step a flag. */
function shapeOf({ kind, suspect }: PlacedMark, x: number, y: number, token: TokenReader): Shape {
  const stroke = { stroke: token("text"), lineWidth: 1.5 };
  if (kind === "change") {
    const points = [[x, y - 6], [x + 6, y], [x, y + 6], [x - 6, y]]; // prettier-ignore
    return {
      type: "polygon",
      shape: { points },
      style: { fill: suspect ? token("strong") : token("panel"), ...stroke },
    };
  }
  if (kind === "finding") {
    const points = [[x - 7, y + 2], [x - 3, y + 2], [x, y - 5], [x + 3, y + 5], [x + 5, y + 2], [x + 8, y + 2]]; // prettier-ignore
    return { type: "polyline", shape: { points }, style: { fill: "none", ...stroke } };
  }
  if (kind === "operator")
    return { type: "circle", shape: { cx: x, cy: y, r: 4.5 }, style: { fill: token("panel"), ...stroke } };
  const points = [[x, y + 6], [x, y - 5], [x + 8, y - 5], [x + 5.5, y - 2], [x + 8, y + 1], [x, y + 1]]; // prettier-ignore
  return { type: "polyline", shape: { points }, style: { fill: "none", ...stroke } };
}

/** The line of the last moment goes down to its word on the axis. */
const renderEnd =
  (height: number, token: TokenReader): CustomRenderItem =>
  (_, api) => {
    const x = Math.round(api.coord([api.value(0), 0])[0] ?? 0) + 0.5;
    return {
      type: "line",
      shape: { x1: x, x2: x, y1: MARKS_HEIGHT - 6, y2: height },
      style: { stroke: token("text"), lineWidth: 1 },
    };
  };

/** Thin lines at round times, behind everything. */
export function gridSeries(ticks: readonly number[], height: number, token: TokenReader): CustomSeriesOption[] {
  const renderItem: CustomRenderItem = (_, api) => {
    const x = Math.round(api.coord([api.value(0), 0])[0] ?? 0) + 0.5;
    return {
      type: "line",
      shape: { x1: x, x2: x, y1: MARKS_HEIGHT, y2: height },
      style: { stroke: token("line"), lineWidth: 1 },
    };
  };
  return [
    {
      type: "custom",
      xAxisIndex: 0,
      yAxisIndex: 0,
      silent: true,
      clip: false,
      encode: { x: 0, y: 1 },
      data: ticks.map((at) => [at, 0]),
      renderItem,
      z: 0,
    },
  ];
}
