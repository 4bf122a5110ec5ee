import { text } from "../../../shared/strings/index.ts";
import { formatMinute } from "../../ui/index.ts";
import { pixelOf, type Range } from "./geometry.ts";

/** A label this near to the last moment would run into its word. */
const NEAR_PX = 34;

export type TimelineAxisProps = { ticks: readonly number[]; end: number; lasts: boolean; width: number; range: Range };

/** The times below the drawing; they stay in view while the rows scroll. */
export function TimelineAxis({ ticks, end, lasts, width, range }: TimelineAxisProps) {
  const endX = pixelOf(end, width, range);
  return (
    <div className="timeline-axis" aria-hidden="true">
      {ticks.map((at) => {
        const x = pixelOf(at, width, range);
        return Math.abs(x - endX) < NEAR_PX ? null : (
          <span key={at} style={{ left: x }}>
            {formatMinute(at)}
          </span>
        );
      })}
      {end <= range.to && end >= range.from && (
        <b style={{ left: endX }}>{text(lasts ? "incident.timelineNow" : "incident.timelineEnd")}</b>
      )}
    </div>
  );
}
