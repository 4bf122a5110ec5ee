import type { Severity } from "../../../shared/domain/severity.ts";
import type { Timeline, TimelineBar, TimelineRow } from "../../../shared/domain/timeline.ts";
import { MARK_SHAPES, type CustomRenderItem, type CustomSeriesOption, type TokenReader } from "../../ui/index.ts";
import { ROW_HEIGHT, rowTop } from "./geometry.ts";

/** Thickness repeats severity, for eyes that cannot tell red from orange; the probable cause is drawn double. */
const THICKNESS: Record<Severity, number> = { critical: 6, major: 4, minor: 4, warning: 3, info: 2 };
const MARK_PX = 16;
const CHANGE_PX = 10;
/** A bar of no length is still seen. */
const SHORTEST_PX = 3;

type Drawn = { row: number; role: TimelineRow["role"]; bar: TimelineBar; leads: boolean };
type Shape = { type: string; [property: string]: unknown };

/** Bars from begin to end, a row for each alert or change, each row led by its severity mark. */
export function barSeries(timeline: Timeline, token: TokenReader): CustomSeriesOption[] {
  const drawn = timeline.rows.flatMap(({ role, bars }, row) =>
    bars.map((bar, order): Drawn => ({ row, role, bar, leads: order === 0 })),
  );
  const shared = {
    type: "custom",
    xAxisIndex: 0,
    yAxisIndex: 0,
    silent: true,
    clip: false,
    encode: { x: [0, 1], y: 2 },
  } satisfies CustomSeriesOption;
  return [
    {
      ...shared,
      data: timeline.rows.map((_, row) => [timeline.from, timeline.to, 0, row]),
      renderItem: renderRule(token),
      z: 1,
    },
    {
      ...shared,
      data: drawn.map(({ bar }) => [bar.from, bar.to ?? timeline.to, 0]),
      renderItem: renderBar(drawn, token),
      z: 3,
    },
  ];
}

/** A thin line under each row. */
const renderRule =
  (token: TokenReader): CustomRenderItem =>
  (params) => {
    const { x, width } = params.coordSys as unknown as { x: number; width: number };
    const y = rowTop(params.dataIndex + 1) + 0.5;
    return {
      type: "line",
      shape: { x1: x, x2: x + width, y1: y, y2: y },
      style: { stroke: token("line"), lineWidth: 1 },
    };
  };

const renderBar =
  (drawn: readonly Drawn[], token: TokenReader): CustomRenderItem =>
  (params, api) => {
    const item = drawn[params.dataIndex];
    if (item === undefined) return null;
    const { x: left, width } = params.coordSys as unknown as { x: number; width: number };
    const from = api.coord([api.value(0), 0])[0] ?? 0;
    const to = api.coord([api.value(1), 0])[0] ?? 0;
    if (to < left || from > left + width) return null;
    const begin = Math.max(left, from);
    const end = Math.max(begin + SHORTEST_PX, Math.min(left + width, to));
    const middle = rowTop(item.row) + ROW_HEIGHT / 2;
    const children =
      item.role === "change"
        ? [changeBar(begin, end, middle, token)]
        : alertBar(item, begin, end, middle, from >= left, token);
    return { type: "group", children } as ReturnType<CustomRenderItem>;
  };

const changeBar = (begin: number, end: number, middle: number, token: TokenReader): Shape => ({
  type: "rect",
  shape: { x: begin, y: middle - CHANGE_PX / 2, width: end - begin, height: CHANGE_PX },
  style: { fill: token("text-2") },
});

function alertBar(
  { bar, role, leads }: Drawn,
  begin: number,
  end: number,
  middle: number,
  whole: boolean,
  token: TokenReader,
): Shape[] {
  const height = THICKNESS[bar.severity] * (role === "cause" ? 2 : 1);
  const muted = bar.state === "suppressed";
  const edge = token(muted ? "suppressed-edge" : `${bar.severity}-edge`);
  const body: Shape = {
    type: "rect",
    shape: { x: begin + 0.5, y: middle - height / 2 + 0.5, width: end - begin - 1, height: height - 1 },
    style: {
      fill: muted || bar.acknowledged ? token("panel") : token(bar.severity),
      stroke: edge,
      lineWidth: 1,
      lineDash: muted ? [3, 2] : [],
    },
  };
  const onset: Shape = {
    type: "rect",
    shape: { x: begin, y: middle - 5, width: 2, height: 10 },
    style: { fill: edge },
  };
  return [
    body,
    ...(whole && role !== "cause" ? [onset] : []),
    ...(leads && whole ? markShapes(bar, begin - MARK_PX - 4, middle - MARK_PX / 2, token) : []),
  ];
}

/** The severity mark, drawn on canvas from the same outlines. */
function markShapes({ severity }: TimelineBar, x: number, y: number, token: TokenReader): Shape[] {
  const { shape, letter, letterY, letterSize } = MARK_SHAPES[severity];
  const scale = MARK_PX / 20;
  const place = { x, y, scaleX: scale, scaleY: scale };
  const style = {
    text: letter,
    x: 10,
    y: letterY - letterSize * 0.36,
    fill: token(`on-${severity}`),
    align: "center",
    verticalAlign: "middle",
  };
  return [
    {
      type: "path",
      ...place,
      shape: { pathData: shape },
      style: { fill: token(severity), stroke: token(`${severity}-edge`), lineWidth: 1.5, lineJoin: "round" },
    },
    { type: "text", ...place, style: { ...style, font: `700 ${letterSize}px ${token("font-sans")}` } },
  ];
}
