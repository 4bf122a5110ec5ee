import { useRef } from "react";
import { formatNumber } from "../../shared/strings/index.ts";
import { formatMinute, useZone } from "./clock.ts";
import { loudFrom, niceTicks } from "./rateScale.ts";
import { useWidth } from "./useWidth.ts";
import "./RateBars.css";

export type RateBarsProps = {
  counts: readonly number[];
  startsAt: number;
  bucketMs: number;
  /** The drawing is as wide as its box; give a width to scale it instead, as on a wall. */
  width?: number;
  height: number;
  label: string;
  fontSize?: number;
  /** Without times below, as on a wall. */
  bare?: boolean;
  /** The last bucket is still filling: it is drawn hollow, because its height says nothing yet. */
  filling?: boolean;
};

/** Counts per bucket. Bars far above the usual height take the critical hue: the flood is what is abnormal. */
export function RateBars({
  counts,
  startsAt,
  bucketMs,
  width: fixed,
  height,
  label,
  fontSize = 11,
  bare = false,
  filling = false,
}: RateBarsProps) {
  useZone();
  const box = useRef<HTMLDivElement>(null);
  const measured = useWidth(box, 640);
  const width = fixed ?? measured;
  const left = fontSize * 4.4;
  const bottom = bare ? 2 : fontSize * 1.9;
  const ticks = niceTicks(Math.max(1, ...counts), 3);
  const top = ticks.at(-1) ?? 1;
  const y = (value: number): number => fontSize / 2 + (1 - value / top) * (height - bottom - fontSize / 2);
  const step = (width - left) / Math.max(1, counts.length);
  const loud = loudFrom(counts);
  const every = Math.max(1, Math.round(counts.length / 6));
  return (
    <div ref={box}>
      <svg
        className="rate-bars"
        width="100%"
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={label}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line className="grid" x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
            <text x={left - 8} y={y(tick) + fontSize * 0.35} fontSize={fontSize} textAnchor="end">
              {formatNumber(tick)}
            </text>
          </g>
        ))}
        {counts.map((count, index) => (
          <rect
            key={index}
            className={`${count >= loud ? "loud" : "quiet"}${filling && index === counts.length - 1 ? " filling" : ""}`}
            x={left + index * step + 1}
            width={Math.max(1, step - 2)}
            y={y(count)}
            height={Math.max(count > 0 ? 1 : 0, y(0) - y(count))}
          >
            <title>{`${formatMinute(startsAt + index * bucketMs)}: ${formatNumber(count)}`}</title>
          </rect>
        ))}
        <line className="axis" x1={left} x2={width} y1={y(0)} y2={y(0)} />
        {!bare &&
          counts.map((_, index) =>
            index % every === 0 ? (
              <text key={index} x={left + index * step} y={height - 3} fontSize={fontSize}>
                {formatMinute(startsAt + index * bucketMs)}
              </text>
            ) : null,
          )}
      </svg>
    </div>
  );
}
