import { useQuery } from "@tanstack/react-query";
import { text } from "../../shared/strings/index.ts";
import { api } from "../api/client.ts";
import { hrefOf, Icon, type SurfaceName } from "../ui/index.ts";
import { openCountInput } from "../features/incidents/queueQuery.ts";

const PLACES = [
  "incidents",
  "alerts",
  "topology",
  "anomalies",
  "capacity",
  "logs",
  "sources",
  "wall",
  "settings",
] as const;

/** The surfaces, with the counts that call for a person. */
export function Rail({ surface }: { surface: SurfaceName }) {
  const incidents = useQuery(api.incidents.list.queryOptions({ input: openCountInput }));
  const sources = useQuery(api.sources.list.queryOptions());
  const open = incidents.data?.counts.open ?? 0;
  const stale = sources.data?.filter(({ state }) => state === "stale").length ?? 0;
  const here = surface === "incident" ? "incidents" : surface;
  return (
    <nav className="rail" aria-label={text("nav.label")}>
      {PLACES.map((place) => (
        <a
          key={place}
          href={hrefOf({ surface: place })}
          className={`${place === here ? "on" : ""}${place === "wall" ? " last" : ""}`}
          aria-current={place === here ? "page" : undefined}
        >
          <Icon name={place} size={18} />
          <span>{text(`nav.${place}`)}</span>
          {place === "incidents" && open > 0 && (
            <Count count={open} words={text("nav.openIncidents", { count: open })} />
          )}
          {place === "sources" && stale > 0 && (
            <Count count={stale} words={text("nav.staleSources", { count: stale })} stale />
          )}
        </a>
      ))}
    </nav>
  );
}

function Count({ count, words, stale = false }: { count: number; words: string; stale?: boolean }) {
  return (
    <>
      <b className={`n${stale ? " stale" : ""}`} aria-hidden="true">
        {count > 999 ? "999+" : count}
      </b>
      <span className="visually-hidden">{words}</span>
    </>
  );
}
