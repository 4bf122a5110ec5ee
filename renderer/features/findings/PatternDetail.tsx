import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PatternRow } from "../../../shared/contract/findings.ts";
import type { Finding, LogExample } from "../../../shared/domain/finding.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { formatTime, text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { isGone } from "../../api/isGone.ts";
import {
  Button,
  Empty,
  Failed,
  hrefOf,
  Loading,
  Panel,
  panelState,
  RateBars,
  StaleNote,
  TimeText,
  useKeys,
  useNow,
  type PanelState,
} from "../../ui/index.ts";
import { isOpen, sinceWords, storyWords } from "./findingWords.ts";
import { KeptLinesSheet } from "./KeptLinesSheet.tsx";
import { NewsTags } from "./NewsTags.tsx";
import type { PatternKey } from "./patternKey.ts";
import { Template } from "./Template.tsx";
import { useFindingVerdicts, verdictKeys, type FindingVerdicts } from "./useFindingVerdicts.ts";
import { VerdictButton } from "./VerdictButton.tsx";
import { WhatGlyph } from "./WhatGlyph.tsx";

const MINUTE_MS = 60_000;
const FINDINGS = 50;

/** One pattern of log lines: its template, how many lines a minute, the newest of them, and what was out of the ordinary about it. */
export function PatternDetail({ pattern: { scope, id } }: { pattern: PatternKey }) {
  const query = useQuery({
    ...api.findings.pattern.queryOptions({ input: { scope: scope as Scope, id } }),
    retry: false,
  });
  const found = useQuery(
    api.findings.list.queryOptions({ input: { filter: { state: "all", kind: "log", subject: id }, limit: FINDINGS } }),
  );
  const findings = found.data?.rows.filter((finding) => finding.scope === scope) ?? [];
  // What lasts comes first; then what was marked, so that u takes back what stands here.
  const chosen = findings.find(isOpen) ?? findings.find(({ dismissedAt }) => dismissedAt !== null) ?? findings[0];
  const verdicts = useFindingVerdicts(chosen);
  useKeys(verdictKeys(chosen, verdicts, text("logs.keys")), "part");
  const state = panelState(query);
  return (
    <article className="finding" aria-label={text("logs.keys")}>
      <a className="finding-back link" href={hrefOf({ surface: "logs" })}>
        {text("logs.back")}
      </a>
      {state.kind === "loading" && <Loading lines={10} />}
      {state.kind === "error" &&
        (isGone(state.error) ? (
          <Empty title={text("logs.gone")} hint={text("logs.goneHint")} />
        ) : (
          <Failed error={state.error} retry={state.retry} />
        ))}
      {state.kind === "stale" && <StaleNote since={state.since} />}
      {(state.kind === "normal" || state.kind === "stale") && (
        <Lead pattern={state.data} chosen={chosen} verdicts={verdicts} />
      )}
      {(state.kind === "normal" || state.kind === "stale") && <Counts pattern={state.data} />}
      {(state.kind === "normal" || state.kind === "stale") && (
        <div className="pattern-two">
          <Examples examples={state.data.examples} />
          <News state={panelState(found)} findings={findings} verdicts={verdicts} />
        </div>
      )}
    </article>
  );
}

type LeadProps = { pattern: PatternRow; chosen: Finding | undefined; verdicts: FindingVerdicts };

function Lead({ pattern, chosen, verdicts }: LeadProps) {
  return (
    <header className="finding-lead">
      <p className="finding-over">
        <NewsTags news={pattern.news} />
        {pattern.news.length === 0 && <span>{text("logs.foundEmpty")}</span>}
      </p>
      <h2>
        <Template words={pattern.template} />
      </h2>
      <div className="finding-actions">
        {chosen !== undefined && <VerdictButton finding={chosen} verdicts={verdicts} />}
      </div>
    </header>
  );
}

function Counts({ pattern: { minutes, lastMinuteAt, count, firstAt } }: { pattern: PatternRow }) {
  const inHour = minutes.reduce((sum, each) => sum + each, 0);
  const lastAt = formatTime(lastMinuteAt);
  return (
    <Panel
      className="pattern-counts"
      title={text("logs.counts")}
      note={text("logs.countsNote", { count: inHour, total: count, firstAt })}
    >
      <RateBars
        counts={minutes}
        startsAt={lastMinuteAt - (minutes.length - 1) * MINUTE_MS}
        bucketMs={MINUTE_MS}
        height={120}
        label={text("logs.countsSummary", { lastAt, count: inHour, most: Math.max(0, ...minutes) })}
      />
    </Panel>
  );
}

function Examples({ examples }: { examples: readonly LogExample[] }) {
  const [around, setAround] = useState<LogExample | null>(null);
  const state = { kind: examples.length === 0 ? "empty" : "normal", data: examples.toReversed() } as const;
  const empty = { title: text("logs.examplesEmpty"), hint: text("logs.examplesEmptyHint") };
  return (
    <Panel title={text("logs.examples")} state={state} empty={empty}>
      {(newest) => (
        <>
          <ol className="log-lines" tabIndex={0} aria-label={text("logs.examples")}>
            {newest.map((example) => (
              <li key={`${example.position} ${example.at} ${example.text}`}>
                <span className="t3">
                  <TimeText at={example.at} />
                </span>
                <code>{example.text}</code>
                <Button className="small" look="quiet" onClick={() => setAround(example)}>
                  {text("logs.around")}
                </Button>
              </li>
            ))}
          </ol>
          {around !== null && <KeptLinesSheet example={around} onClose={() => setAround(null)} />}
        </>
      )}
    </Panel>
  );
}

type NewsProps = { state: PanelState<unknown>; findings: readonly Finding[]; verdicts: FindingVerdicts };

function News({ state, findings, verdicts }: NewsProps) {
  const now = useNow();
  const shown: PanelState<readonly Finding[]> =
    state.kind === "normal" || state.kind === "stale"
      ? findings.length === 0
        ? { kind: "empty" }
        : { ...state, data: findings }
      : state;
  const empty = { title: text("logs.foundEmpty"), hint: text("logs.foundEmptyHint") };
  return (
    <Panel title={text("logs.found")} state={shown} empty={empty}>
      {(rows) => (
        <ol className="pattern-news" tabIndex={0} aria-label={text("logs.found")}>
          {rows.map((finding) => (
            <li key={finding.id} className={isOpen(finding) ? "" : "past"}>
              <WhatGlyph what={finding.what} open={isOpen(finding)} />
              <span>
                {storyWords(finding)}
                <small className="t3">{sinceWords(finding, now)}</small>
                {finding.dismissedAt !== null && finding.dismissedBy !== null && (
                  <small className="t2">
                    {text("findings.dismissedBy", { by: finding.dismissedBy, saidAt: finding.dismissedAt })}
                  </small>
                )}
              </span>
              {finding.dismissedAt !== null && verdicts.mayAct && (
                <Button className="small" disabled={verdicts.busy} onClick={() => verdicts.restore(finding)}>
                  {text("findings.restore")}
                </Button>
              )}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
