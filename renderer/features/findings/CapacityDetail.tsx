import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { CapacityDetail as Detail } from "../../../shared/contract/capacity.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import {
  Button,
  Failed,
  goTo,
  hrefOf,
  Loading,
  Panel,
  panelState,
  Tag,
  useNow,
  useZone,
  type PanelState,
} from "../../ui/index.ts";
import { findingOf, isShort } from "./capacityList.ts";
import { evidenceOf, limitWords, moreWords, storyWords } from "./capacityWords.ts";
import { ForecastChart } from "./ForecastChart.tsx";
import { HOUR_MS } from "./forecastDrawing.ts";
import type { FindingVerdicts } from "./useFindingVerdicts.ts";
import { VerdictButton } from "./VerdictButton.tsx";
import { WhatGlyph } from "./WhatGlyph.tsx";

/** One limit: when it is reached in a sentence, the chart with what is forecast, and what stands behind it. */
export function CapacityDetail({ id, verdicts }: { id: string; verdicts: FindingVerdicts }) {
  const query = useQuery({
    ...api.capacity.get.queryOptions({ input: { id } }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const sources = useQuery(api.sources.list.queryOptions());
  const source = sources.data?.find((each) => each.id === query.data?.sourceId);
  const staleSince = source?.state === "stale" ? (source.lastGoodAt ?? 0) : null;
  const state = panelState(query, { staleSince });
  const row = state.kind === "normal" || state.kind === "stale" ? state.data : undefined;
  return (
    <article className="finding" aria-label={row?.name ?? text("capacity.title")}>
      <a className="finding-back link" href={hrefOf({ surface: "capacity" })}>
        {text("capacity.back")}
      </a>
      {row === undefined ? <Missing state={state} /> : <Lead row={row} verdicts={verdicts} />}
      {row !== undefined && (
        <>
          <Panel
            className="finding-chart capacity-chart"
            title={text("capacity.chart")}
            note={<ChartLegend row={row} />}
            state={state}
            empty={{ title: text("capacity.chartEmpty"), hint: text("capacity.chartEmptyHint") }}
          >
            {(detail) => <ForecastChart detail={detail} />}
          </Panel>
          <Panel title={text("capacity.evidence")} className="capacity-evidence">
            <Evidence row={row} sourceName={source?.name} />
          </Panel>
        </>
      )}
    </article>
  );
}

function Missing({ state }: { state: PanelState<Detail> }) {
  if (state.kind === "error") return <Failed error={state.error} retry={state.retry} />;
  return <Loading lines={8} />;
}

function Lead({ row, verdicts }: { row: Detail; verdicts: FindingVerdicts }) {
  const now = useNow();
  useZone();
  const finding = findingOf(row);
  return (
    <header className="finding-lead">
      <p className="finding-over">
        <WhatGlyph what="runs-out" open={isShort(row)} size={20} />
        <span>{row.entityName ?? text("common.unknown")}</span>
        {row.dismissedAt !== null && <Tag>{text("capacity.noProblem")}</Tag>}
        {row.dismissedAt !== null && row.dismissedBy !== null && (
          <span className="t2">{text("capacity.dismissedBy", { by: row.dismissedBy, saidAt: row.dismissedAt })}</span>
        )}
      </p>
      <h2>
        {row.name}: {storyWords(row, now)}
      </h2>
      <p className="t2">{moreWords(row, now)}</p>
      <div className="finding-actions">
        {finding !== undefined && <VerdictButton finding={finding} verdicts={verdicts} />}
        <Button onClick={() => goTo({ surface: "topology", entityId: row.entityId })}>
          {text("capacity.showEntity")}
        </Button>
      </div>
    </header>
  );
}

function ChartLegend({ row }: { row: Detail }) {
  const step = text(row.stepMs === HOUR_MS ? "capacity.chartHour" : "capacity.chartDay");
  return (
    <span className="chart-legend">
      <i className="line" /> {text("capacity.chartHistory", { step })} <i className="ahead" />{" "}
      {text("capacity.chartForecast")} <i className="band" /> {text("capacity.chartInterval")} <i className="limit" />{" "}
      {text("capacity.chartLimit", { limit: limitWords(row) })}
    </span>
  );
}

function Evidence({ row, sourceName }: { row: Detail; sourceName: string | undefined }) {
  const now = useNow();
  useZone();
  return (
    <dl className="finding-evidence">
      {evidenceOf(row, now, sourceName).map(([name, words]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}
