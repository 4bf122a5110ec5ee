import { type CSSProperties, useEffect, useState } from "react";
import { text } from "../../shared/strings/index.ts";
import { useConnection } from "../api/useConnection.ts";
import { engineNow, errorText, formatMinute, Mark, markName, useNow, zoneName } from "../ui/index.ts";
import { pixelShift } from "./burnIn.ts";
import { pagesOf } from "./rotation.ts";
import { headlineCounts } from "./stateHeadline.ts";
import { useDisplay } from "./useDisplay.ts";
import { useRotation } from "./useRotation.ts";
import { useScreenAwake } from "./useScreenAwake.ts";
import { useWallData, type WallData } from "./useWallData.ts";
import { useWatchdog } from "./useWatchdog.ts";
import { useAlarm, WallAlarm } from "./WallAlarm.tsx";
import { WallFooter } from "./WallFooter.tsx";
import { IncidentLine, WorstIncident } from "./WallIncidents.tsx";
import { WallSide } from "./WallSide.tsx";
import { wallShape } from "./wallShape.ts";
import { wallWords, type IncidentWords } from "./wallWords.ts";
import "./wall.css";

/** The worst one and four more on the first page, seven rows on each of the others; one less below an alarm. */
const ON_FIRST = 5;
const ON_OTHERS = 7;

/** Wall: is the floor in control? Read-only, without pointer, readable from six metres, for months. */
export function WallSurface() {
  const layout = useDisplay();
  const shape = useShape(layout.side);
  const state = useConnection();
  const data = useWallData();
  const alarm = useAlarm(state, data.sources.data);
  useScreenAwake();
  useWatchdog(
    state.kind === "open",
    Math.max(data.incidents.dataUpdatedAt, data.sources.dataUpdatedAt, data.rate.dataUpdatedAt),
  );
  const rows = data.incidents.data?.rows;
  const taken = alarm === null ? 0 : 1;
  const pages = pagesOf(rows ?? [], ON_FIRST - taken, ON_OTHERS - taken);
  const count = pages.length + (shape.side === "page" ? 1 : 0);
  const page = useRotation(count, rows);
  const shift = pixelShift(useNow(60_000));
  const style = { "--u": `${shape.unitPx}px`, translate: `${shift.x * 2}px ${shift.y * 2}px` } as CSSProperties;
  const onSidePage = shape.side === "page" && page === pages.length;
  return (
    <div className={`wall side-${shape.side}`} style={style}>
      {alarm !== null && <WallAlarm alarm={alarm} />}
      <WallHeadline data={data} page={page} pages={count} known={alarm === null} />
      {onSidePage ? (
        <WallSide {...data} />
      ) : (
        <WallList data={data} page={page} rows={pages[page] ?? []} known={alarm === null && !isDeaf(data)} />
      )}
      {shape.side === "beside" && <WallSide {...data} />}
      <WallFooter sources={data.sources.data} widthUnits={shape.widthUnits} />
    </div>
  );
}

/** Follows the size of the window: a display may be turned or replaced while the wall runs. */
function useShape(side: boolean) {
  const measure = () => wallShape(window.innerWidth, window.innerHeight, side);
  const [shape, setShape] = useState(measure);
  useEffect(() => {
    const update = (): void => setShape(measure());
    update();
    window.addEventListener("resize", update);
    return () => window.removeEventListener("resize", update);
  }, [side]);
  return shape;
}

/** Without a source nothing is known, and calm must not be said. */
const isDeaf = ({ sources }: WallData): boolean => sources.data?.length === 0;

function WallHeadline({ data, page, pages, known }: { data: WallData; page: number; pages: number; known: boolean }) {
  const counts = data.incidents.data?.counts;
  const named = headlineCounts(counts?.bySeverity ?? {});
  const listed = named.map(({ severity, count }) => text("wall.count", { count, severity: markName(severity) }));
  const calm = text(isDeaf(data) ? "wall.noSources" : "wall.calm");
  const words = listed.length === 0 ? calm : listed.join(", ");
  return (
    <header className="wall-state">
      <h1>
        {counts === undefined
          ? text(data.incidents.isError ? "panel.failed" : "wall.loading")
          : known
            ? words
            : text("wall.lastKnown", { words: words.toLowerCase() })}
      </h1>
      {counts !== undefined && counts.open > 0 && (
        <p className="cut">
          {text("wall.open", { count: counts.open, alerts: counts.foldedAlerts.toLocaleString("en-GB") })}
        </p>
      )}
      {pages > 1 && <p className="t3">{text("wall.page", { page: page + 1, pages })}</p>}
      <WallClock />
    </header>
  );
}

function WallClock() {
  const now = useNow();
  return (
    <time>
      {formatMinute(now)}
      <small>{zoneName(now)}</small>
    </time>
  );
}

type WallListProps = {
  data: WallData;
  page: number;
  rows: NonNullable<WallData["incidents"]["data"]>["rows"];
  known: boolean;
};

function WallList({ data, page, rows, known }: WallListProps) {
  const { incidents } = data;
  if (incidents.data === undefined) {
    return (
      <main className="wall-list">
        {incidents.isError && (
          <section className="wall-nothing" role="alert">
            <h2>{text("wall.notKnown")}</h2>
            <p>{errorText(incidents.error)}</p>
            <p className="t3">{text("wall.triesAgain")}</p>
          </section>
        )}
      </main>
    );
  }
  const [worst, ...others] = rows;
  const words = wallWords(rows);
  const wordsOf = (index: number): IncidentWords => words[index] ?? { title: "", cause: null };
  if (worst === undefined) return <NothingOpen data={data} known={known} />;
  if (page > 0) {
    return (
      <main className="wall-list more">
        {rows.map((incident, index) => (
          <IncidentLine key={incident.id} incident={incident} words={wordsOf(index)} />
        ))}
      </main>
    );
  }
  return (
    <main className="wall-list">
      <WorstIncident incident={worst} words={wordsOf(0)} />
      {others.map((incident, index) => (
        <IncidentLine key={incident.id} incident={incident} words={wordsOf(index + 1)} />
      ))}
    </main>
  );
}

/** Calm is only said while it is known. */
function NothingOpen({ data, known }: { data: WallData; known: boolean }) {
  const sources = data.sources.data ?? [];
  const live = sources.filter((source) => source.state === "live").length;
  const last = data.resolved.data?.rows[0]?.resolvedAt ?? null;
  return (
    <main className="wall-list">
      <section className="wall-nothing">
        {live > 0 && <Mark sev={known ? "ok" : "unknown"} size={280} />}
        <h2>{text(known ? "wall.nothingOpen" : "wall.notKnown")}</h2>
        {known && <p>{text("wall.nothingOpenWhy", { count: live })}</p>}
        {sources.length === 0 && <p>{text("wall.noSources")}</p>}
        {last !== null && engineNow() >= last && <p className="t3">{text("wall.nothingOpenSince", { endAt: last })}</p>}
      </section>
    </main>
  );
}
