import { useQuery } from "@tanstack/react-query";
import type { Source } from "../../shared/domain/source.ts";
import { formatDuration, text } from "../../shared/strings/index.ts";
import { api } from "../api/client.ts";
import { hrefOf, useEngineLost, useNow } from "../ui/index.ts";
import { stripOf } from "./sourceStripOrder.ts";

const SHOWN = 7;

/** How fresh each source is; the stale ones stand last, beside the clock, and are loud. */
export function SourceStrip() {
  const { data } = useQuery(api.sources.list.queryOptions());
  if (data === undefined) return <div className="sources-strip" />;
  const { shown, hidden } = stripOf(data, SHOWN);
  return (
    <nav className="sources-strip" aria-label={text("top.freshness")}>
      <ul>
        {data.length === 0 && (
          <li>
            <a href={hrefOf({ surface: "sources" })}>{text("top.noSources")}</a>
          </li>
        )}
        {hidden > 0 && (
          <li>
            <a href={hrefOf({ surface: "sources" })}>{text("top.moreSources", { count: hidden })}</a>
          </li>
        )}
        {shown.map((source) => (
          <Freshness key={source.id} source={source} />
        ))}
      </ul>
    </nav>
  );
}

function Freshness({ source }: { source: Source }) {
  const now = useNow();
  const lost = useEngineLost() !== null;
  const stale = source.state === "stale" || lost;
  return (
    <li className={stale ? "stale" : ""}>
      <a href={hrefOf({ surface: "sources" })}>
        {source.name}
        <b>{words(source, now, stale)}</b>
      </a>
    </li>
  );
}

function words(source: Source, now: number, stale: boolean): string {
  if (source.state === "starting") return text("top.starting");
  if (source.state === "disabled") return text("top.disabled");
  if (source.lastGoodAt === null) return text("top.never");
  const age = now - source.lastGoodAt;
  return stale ? text("top.stale", { ageMs: age }) : formatDuration(age);
}
