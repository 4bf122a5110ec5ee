import { sparkPoints } from "./sparkPoints.ts";
import "./Sparkline.css";

/** A line without axes; the words beside it say what it means. */
export function Sparkline({
  values,
  width = 64,
  height = 20,
}: {
  values: readonly number[];
  width?: number;
  height?: number;
}) {
  const points = sparkPoints(values, width, height);
  const last = points.at(-1);
  if (last === undefined) return null;
  return (
    <svg className="sparkline" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <polyline points={points.map(([x, y]) => `${x},${y}`).join(" ")} />
      <circle cx={last[0]} cy={last[1]} r="2" />
    </svg>
  );
}
