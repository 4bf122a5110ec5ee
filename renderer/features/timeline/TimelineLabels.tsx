import type { MetricSeries, Timeline } from "../../../shared/domain/timeline.ts";
import { text } from "../../../shared/strings/index.ts";
import { METRIC_HEIGHT, metricTop, ROW_HEIGHT, rowTop } from "./geometry.ts";

/** The names left of the drawing, at the heights of its rows. */
export function TimelineLabels({ timeline: { rows, metrics } }: { timeline: Timeline }) {
  return (
    <ol className="timeline-labels">
      {rows.map(({ key, entityName, label }, index) => (
        <li key={key} style={{ top: rowTop(index), height: ROW_HEIGHT }}>
          <b className="cut" title={entityName}>
            {entityName}
          </b>
          <span className="cut" title={label}>
            {label}
          </span>
        </li>
      ))}
      {metrics.map((series, index) => (
        <li key={series.key} style={{ top: metricTop(rows.length, index), height: METRIC_HEIGHT }} className="metric">
          <b className="cut" title={series.entityName}>
            {series.entityName}
          </b>
          <span>
            <span className="cut">{series.label}</span>
            <small className="label cut">{expectedWords(series)}</small>
          </span>
        </li>
      ))}
    </ol>
  );
}

const figure = (value: number): string => value.toLocaleString("en-GB", { maximumSignificantDigits: 2 });

/** `expected 90 to 160`, else the rule's limit, else that nothing is known. */
function expectedWords({ expected, threshold, unit, band }: MetricSeries): string {
  const [, low, high] = band?.at(-1) ?? [null, expected?.low ?? null, expected?.high ?? null];
  if (low !== null && high !== null) {
    return text("incident.timelineExpected", {
      low: figure(low),
      high: figure(high),
      unit: unit === "" ? "" : ` ${unit}`,
    });
  }
  return threshold === null
    ? text("incident.timelineNoExpected")
    : text("incident.timelineThreshold", { threshold: figure(threshold) });
}
