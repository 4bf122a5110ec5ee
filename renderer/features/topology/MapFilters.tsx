import { EntityKind } from "../../../shared/domain/entity.ts";
import { EdgeOrigin } from "../../../shared/domain/event.ts";
import type { Incident } from "../../../shared/domain/incident.ts";
import { text } from "../../../shared/strings/index.ts";
import { Check, Choice, Icon, iconOfKind, markName, Segments } from "../../ui/index.ts";
import { LEVELS, toggle, type Level, type MapCounts, type MapFilter } from "./mapFilter.ts";
import { MapLegend } from "./MapLegend.tsx";

type MapFiltersProps = {
  counts: MapCounts;
  filter: MapFilter;
  onFilter(filter: MapFilter): void;
  level: Level;
  onLevel(level: Level): void;
  incidents: readonly Incident[];
  lit: string;
  onLit(incidentId: string): void;
  children: React.ReactNode;
};

/** What the map shows and what it lights up. */
export function MapFilters(props: MapFiltersProps) {
  const { counts, filter, onFilter, level, onLevel, incidents, lit, onLit, children } = props;
  return (
    <aside className="map-filters" aria-label={text("topology.show")}>
      {children}
      <section>
        <h3 className="label">{text("topology.level")}</h3>
        <Segments
          label={text("topology.level")}
          value={level}
          options={LEVELS.map((value) => ({ value, label: text(`topology.level.${value}`) }))}
          onChange={onLevel}
        />
      </section>
      <section>
        <Choice
          labelled
          label={text("topology.lightUp")}
          value={lit}
          options={[
            { value: "", label: text("topology.lightAll") },
            ...incidents.map(({ id, severity }) => ({
              value: id as string,
              label: text("topology.lightIncident", { id, severity: markName(severity) }),
            })),
          ]}
          onChange={onLit}
        />
      </section>
      <Sites counts={counts} filter={filter} onFilter={onFilter} />
      <section>
        <h3 className="label">{text("topology.kind")}</h3>
        {EntityKind.options
          .filter((kind) => counts.kinds.has(kind))
          .map((kind) => (
            <Check
              key={kind}
              on={!filter.hiddenKinds.includes(kind)}
              count={counts.kinds.get(kind)?.toLocaleString("en-GB")}
              onToggle={() => onFilter({ ...filter, hiddenKinds: toggle(filter.hiddenKinds, kind) })}
            >
              <Icon name={iconOfKind(kind)} />
              {text(`topology.kind.${kind}`)}
            </Check>
          ))}
      </section>
      <section>
        <h3 className="label">{text("topology.origin")}</h3>
        {EdgeOrigin.options.map((origin) => (
          <Check
            key={origin}
            on={!filter.hiddenOrigins.includes(origin)}
            count={(counts.origins.get(origin) ?? 0).toLocaleString("en-GB")}
            onToggle={() => onFilter({ ...filter, hiddenOrigins: toggle(filter.hiddenOrigins, origin) })}
          >
            {text(`topology.origin.${origin}`)}
          </Check>
        ))}
        <Check
          on={filter.doubtful}
          count={counts.doubtful.toLocaleString("en-GB")}
          onToggle={() => onFilter({ ...filter, doubtful: !filter.doubtful })}
        >
          {text("topology.doubtful")}
        </Check>
      </section>
      <MapLegend />
    </aside>
  );
}

function Sites({ counts, filter, onFilter }: Pick<MapFiltersProps, "counts" | "filter" | "onFilter">) {
  const sites = [...counts.sites].sort(([a], [b]) => Number(a === "") - Number(b === "") || (a < b ? -1 : 1));
  return (
    <section>
      <h3 className="label">{text("topology.site")}</h3>
      {sites.map(([site, count]) => (
        <Check
          key={site}
          on={!filter.hiddenSites.includes(site)}
          count={count.toLocaleString("en-GB")}
          onToggle={() => onFilter({ ...filter, hiddenSites: toggle(filter.hiddenSites, site) })}
        >
          {site === "" ? text("topology.noSite") : site}
        </Check>
      ))}
    </section>
  );
}
