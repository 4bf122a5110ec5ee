import type { Source } from "../../../shared/domain/source.ts";
import { formatDuration, text, textOf } from "../../../shared/strings/index.ts";
import { Mark, Tag, useNow } from "../../ui/index.ts";
import { ignoredOf } from "./sourceState.ts";

type SourcesListProps = { sources: readonly Source[]; selected: string | null; onSelect(id: string): void };

/** One row per source: does it answer, how late is it, what does it say, what was left out. */
export function SourcesList({ sources, selected, onSelect }: SourcesListProps) {
  return (
    <table className="sources-table" aria-label={text("sources.title")}>
      <thead>
        <tr>
          <th scope="col">{text("sources.column.state")}</th>
          <th scope="col">{text("sources.column.name")}</th>
          <th scope="col">{text("sources.column.heartbeat")}</th>
          <th scope="col" className="num">
            {text("sources.column.lag")}
          </th>
          <th scope="col" className="num">
            {text("sources.column.alerts")}
          </th>
          <th scope="col" className="num">
            {text("sources.column.events")}
          </th>
          <th scope="col" className="num">
            {text("sources.column.ignored")}
          </th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <SourceRow
            key={source.id}
            source={source}
            selected={source.id === selected}
            onSelect={() => onSelect(source.id)}
          />
        ))}
      </tbody>
    </table>
  );
}

function SourceRow({ source, selected, onSelect }: { source: Source; selected: boolean; onSelect(): void }) {
  const ignored = ignoredOf(source).reduce((sum, { count }) => sum + count, 0);
  return (
    <tr
      className={`${selected ? "selected" : ""}${source.state === "stale" ? " hatch" : ""}`}
      onClick={onSelect}
      aria-selected={selected}
    >
      <td>
        <StateCell source={source} />
      </td>
      <td>
        <button type="button" className="source-name" aria-expanded={selected}>
          {source.name}
        </button>
        <span className="t3">
          {source.origin === "demo" ? "" : `${source.kind}, `}
          {text(`sources.origin.${source.origin}`)}, {text(source.canAct ? "sources.canAct" : "sources.cannotAct")}
        </span>
        {source.failure !== null && <p className="source-failure">{textOf(source.failure.message)}</p>}
      </td>
      <td>
        <Heartbeat source={source} />
      </td>
      <td className="num">
        {source.lagMs === null ? <span className="t3">{text("sources.noLag")}</span> : lagText(source.lagMs)}
      </td>
      <td className="num">{source.firingAlerts.toLocaleString("en-GB")}</td>
      <td className="num">{source.eventsIn.toLocaleString("en-GB")}</td>
      <td className="num t2">
        {ignored === 0 ? <span className="t3">{text("sources.ignoredNone")}</span> : ignored.toLocaleString("en-GB")}
      </td>
    </tr>
  );
}

/** Below ten seconds the tenths matter, below one the milliseconds. */
function lagText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms);
}

function StateCell({ source }: { source: Source }) {
  const word = text(`sources.state.${source.state}`);
  if (source.state === "stale") return <Tag look="stale">{word}</Tag>;
  if (source.failure !== null && source.state !== "disabled") return <Tag>{text("sources.state.failing")}</Tag>;
  if (source.state === "live") {
    return (
      <span className="source-state">
        <Mark sev="ok" size={16} decorative />
        {word}
      </span>
    );
  }
  return <span className="t3">{word}</span>;
}

function Heartbeat({ source }: { source: Source }) {
  const now = useNow();
  if (source.state === "disabled") return <span className="t3">{text("sources.state.disabled")}</span>;
  const last =
    source.lastGoodAt === null ? text("sources.never") : text("sources.ago", { agoMs: now - source.lastGoodAt });
  return (
    <>
      {last}
      <span className={source.staleSince === null ? "t3" : "stale-words"}>
        {source.staleSince !== null
          ? text("sources.staleSince", { sinceAt: source.staleSince, forMs: now - source.staleSince })
          : source.nextPollAt === null
            ? text("sources.listens")
            : source.nextPollAt <= now
              ? text("sources.due")
              : text("sources.next", { inMs: source.nextPollAt - now })}
      </span>
    </>
  );
}
