import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { WatchedSeries } from "../../../shared/contract/findings.ts";
import type { Finding } from "../../../shared/domain/finding.ts";
import type { Source } from "../../../shared/domain/source.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, goTo, hrefOf, Panel, panelState, Segments, TimeText, useNow } from "../../ui/index.ts";
import { EvidenceList } from "./EvidenceList.tsx";
import { cameWords, expectedWords, isOpen, spanWords } from "./findingWords.ts";
import { FindingLead } from "./FindingLead.tsx";
import { MetricChart } from "./MetricChart.tsx";
import type { FindingVerdicts } from "./useFindingVerdicts.ts";
import { WhatGlyph } from "./WhatGlyph.tsx";

const HOURS = ["1", "6", "24", "48"] as const;
type Hours = (typeof HOURS)[number];
const HOUR_MS = 3_600_000;
/** The window moves on in steps, so that the question stays the same for a while. */
const STEP_MS = 60_000;

/** One metric that is not as it should be: its chart with the expected range, the evidence, and what was found on it before. */
export function AnomalyDetail({ finding, verdicts }: { finding: Finding; verdicts: FindingVerdicts }) {
  const now = useNow(STEP_MS);
  const [hours, setHours] = useState<Hours>(() => hoursFor(finding, now));
  // What is over is shown with what followed it, as far as that is the past.
  const to = finding.endedAt === null ? now : Math.min(now, finding.endedAt + (Number(hours) * HOUR_MS) / 4);
  const input = { id: finding.subject, from: Math.round(to - Number(hours) * HOUR_MS), to: Math.round(to) };
  const query = useQuery({
    ...api.findings.series.queryOptions({ input }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const sources = useQuery(api.sources.list.queryOptions());
  const source = sources.data?.find(({ id }) => id === query.data?.sourceId);
  return (
    <article className="finding" aria-label={finding.label}>
      <a className="finding-back link" href={hrefOf({ surface: "anomalies" })}>
        {text("findings.back")}
      </a>
      <FindingLead
        finding={finding}
        title={finding.label}
        actions={
          finding.entityId !== null && (
            <Button onClick={() => goTo({ surface: "topology", entityId: finding.entityId! })}>
              {text("findings.showEntity")}
            </Button>
          )
        }
        verdicts={verdicts}
      />
      <Panel
        className="finding-chart"
        title={text("findings.chart")}
        note={<ChartLegend />}
        end={
          <Segments<Hours>
            label={text("findings.chartRange")}
            value={hours}
            options={HOURS.map((value) => ({
              value,
              label: text("findings.hours", { count: Number(value) }),
            }))}
            onChange={setHours}
          />
        }
        state={panelState(query, { isEmpty: ({ points }) => points.length === 0, staleSince: staleSinceOf(source) })}
        empty={{ title: text("findings.chartEmpty"), hint: text("findings.chartEmptyHint") }}
        skeletonLines={6}
      >
        {(series) => <MetricChart series={series} chosenId={finding.id} />}
      </Panel>
      <div className="finding-two">
        <Panel title={text("findings.evidence")}>
          <EvidenceList finding={finding} sourceName={source?.name} />
        </Panel>
        <Others
          query={panelState(query, { isEmpty: (series) => othersOf(series, finding).length === 0 })}
          finding={finding}
        />
      </div>
    </article>
  );
}

/** The least of the choices in which it takes a quarter or less of the chart. */
const hoursFor = ({ since, endedAt }: Finding, now: number): Hours =>
  HOURS.find((hours) => Number(hours) * HOUR_MS >= 4 * ((endedAt ?? now) - since)) ?? "48";

/** Since when the source of the metric is silent, if it is. */
const staleSinceOf = (source: Source | undefined): number | null =>
  source?.state === "stale" ? (source.lastGoodAt ?? 0) : null;

const othersOf = ({ findings }: WatchedSeries, finding: Finding): Finding[] =>
  findings.filter(({ id }) => id !== finding.id);

const ChartLegend = () => (
  <span className="chart-legend">
    <i className="band" /> {text("findings.chartBand")} <i className="line" /> {text("findings.chartValue")}{" "}
    <i className="bad" /> {text("findings.chartBad")} <i className="span" /> {text("findings.chartFinding")}
  </span>
);

function Others({ query, finding }: { query: ReturnType<typeof panelState<WatchedSeries>>; finding: Finding }) {
  const now = useNow();
  return (
    <Panel
      title={text("findings.others")}
      state={query}
      empty={{ title: text("findings.othersNone"), hint: text("findings.othersNoneHint") }}
    >
      {(series) => (
        <ol className="finding-others" tabIndex={0} aria-label={text("findings.others")}>
          {othersOf(series, finding).map((other) => (
            <li key={other.id}>
              <WhatGlyph what={other.what} open={isOpen(other)} />
              <a className="link cut" href={hrefOf({ surface: "anomalies", id: other.id })}>
                {text(`findings.what.${other.what}`)}
              </a>
              <span className="cut t2">
                {cameWords(other)}, {text("findings.evidence.expected").toLowerCase()} {expectedWords(other)}
              </span>
              <span className="num t3">
                <TimeText at={other.since} /> · {spanWords(other, now)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
