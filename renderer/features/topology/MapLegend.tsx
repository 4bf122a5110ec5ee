import { text } from "../../../shared/strings/index.ts";

/** What lines and frames on the map mean. */
export function MapLegend() {
  return (
    <section className="map-legend">
      <h3 className="label">{text("topology.legend")}</h3>
      <p>
        <svg width="36" height="8" aria-hidden="true">
          <path d="M0 4h26" stroke="var(--critical-edge)" strokeWidth="2" />
          <path d="M26 0 34 4 26 8Z" fill="var(--critical-edge)" />
        </svg>
        {text("topology.legend.lit")}
      </p>
      <p>
        <svg width="36" height="8" aria-hidden="true">
          <path d="M0 4h34" stroke="var(--ghost)" />
        </svg>
        {text("topology.legend.calm")}
      </p>
      <p>
        <svg width="36" height="8" aria-hidden="true">
          <path d="M0 4h34" stroke="var(--edge)" strokeDasharray="3 3" />
        </svg>
        {text("topology.legend.inferred")}
      </p>
      <p>
        <svg width="36" height="14" aria-hidden="true">
          <path d="M7 1l6 6-6 6-6-6Z" fill="var(--strong)" />
        </svg>
        {text("topology.legend.change")}
      </p>
      <p>
        <svg width="36" height="16" aria-hidden="true">
          <rect x="1" y="2" width="33" height="12" fill="none" stroke="var(--critical-edge)" strokeWidth="2" />
        </svg>
        {text("topology.legend.cause")}
      </p>
      <p>
        <svg width="36" height="16" aria-hidden="true">
          <rect x="1" y="2" width="33" height="12" fill="none" stroke="var(--stale)" strokeDasharray="3 3" />
        </svg>
        {text("topology.legend.stale")}
      </p>
    </section>
  );
}
