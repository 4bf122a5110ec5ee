import { useCallback, useState, type PointerEvent } from "react";
import type { Timeline } from "../../../shared/domain/timeline.ts";
import { Chart, type TokenReader } from "../../ui/index.ts";
import { timeAt, totalHeight, zoomTo, type Range } from "./geometry.ts";
import { hitAt, type Hit } from "./hit.ts";
import { timelineOption, type View } from "./timelineOption.ts";

export type TimelineDrawingProps = { timeline: Timeline; view: View; onZoom(range: Range): void; label: string };

type Pointer = { x: number; y: number };
const TOOLTIP_PX = 260;

/** The canvas, with a brush that zooms and words for what is under the pointer. */
export function TimelineDrawing({ timeline, view, onZoom, label }: TimelineDrawingProps) {
  const { range, width } = view;
  const [pointer, setPointer] = useState<Pointer | null>(null);
  const [brushFrom, setBrushFrom] = useState<number | null>(null);
  const option = useCallback((token: TokenReader) => timelineOption(timeline, view, token), [timeline, view]);

  const place = (event: PointerEvent): Pointer => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const onDown = (event: PointerEvent): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    setBrushFrom(place(event).x);
  };
  const onUp = (event: PointerEvent): void => {
    const zoomed =
      brushFrom === null ? null : zoomTo(timeAt(brushFrom, width, range), timeAt(place(event).x, width, range));
    if (zoomed !== null && brushFrom !== null && Math.abs(place(event).x - brushFrom) > 6) onZoom(zoomed);
    setBrushFrom(null);
  };
  const hit = pointer === null || brushFrom !== null ? null : hitAt(timeline, pointer.x, pointer.y, width, range);

  return (
    <div
      className="timeline-drawing"
      style={{ height: totalHeight(timeline.rows.length, timeline.metrics.length) }}
      onPointerDown={onDown}
      onPointerMove={(event) => setPointer(place(event))}
      onPointerUp={onUp}
      onPointerLeave={() => setPointer(null)}
    >
      <Chart option={option} label={label} />
      {brushFrom !== null && pointer !== null && (
        <div
          className="timeline-brush"
          style={{ left: Math.min(brushFrom, pointer.x), width: Math.abs(pointer.x - brushFrom) }}
        />
      )}
      {hit !== null && pointer !== null && <Words hit={hit} pointer={pointer} width={width} />}
    </div>
  );
}

function Words({ hit, pointer, width }: { hit: Hit; pointer: Pointer; width: number }) {
  const left = pointer.x + 16 + TOOLTIP_PX > width ? Math.max(0, pointer.x - TOOLTIP_PX - 16) : pointer.x + 16;
  return (
    <div className="timeline-words" style={{ left, top: pointer.y + 12, width: TOOLTIP_PX }} role="status">
      <b>{hit.title}</b>
      {hit.lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );
}
