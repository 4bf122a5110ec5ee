import { useQuery } from "@tanstack/react-query";
import type { Finding } from "../../../shared/domain/finding.ts";
import type { IncidentId } from "../../../shared/domain/incident.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { hrefOf, Panel, panelState, Tag, TimeText, useNow, type Route } from "../../ui/index.ts";
import { crossingWords } from "./capacityWords.ts";
import { cameWords, expectedWords, isOpen, spanWords, storyWords } from "./findingWords.ts";
import { WhatGlyph } from "./WhatGlyph.tsx";
import "./findings.css";

const ROWS = 50;

/** What was out of the ordinary on the entities of an incident and on what they depend on, in its window. */
export function IncidentFindings({ id }: { id: IncidentId }) {
  const input = { filter: { state: "all" as const, incidentId: id }, limit: ROWS };
  const query = useQuery(api.findings.list.queryOptions({ input }));
  const state = panelState(query, { isEmpty: ({ rows }) => rows.length === 0 });
  const total = query.data?.total;
  return (
    <Panel
      className="incident-findings"
      title={text("findings.ofIncident")}
      {...(total === undefined ? {} : { note: text("findings.ofIncidentNote", { count: total }) })}
      state={state}
      empty={{ title: text("findings.ofIncidentEmpty"), hint: text("findings.ofIncidentEmptyHint") }}
    >
      {({ rows }) => (
        <ol className="incident-findings-list" tabIndex={0} aria-label={text("findings.ofIncident")}>
          {rows.map((finding) => (
            <Line key={finding.id} finding={finding} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Line({ finding }: { finding: Finding }) {
  const now = useNow();
  const { entityName, label, what, since, dismissedAt } = finding;
  return (
    <li className={isOpen(finding) ? "" : "past"}>
      <WhatGlyph what={what} open={isOpen(finding)} />
      <b className="cut">{entityName ?? text("common.unknown")}</b>
      <a className="link cut" href={hrefOf(placeOf(finding))} title={label}>
        {label}
      </a>
      <span className="cut t2">
        {dismissedAt !== null && <Tag>{text("findings.notAnomaly")}</Tag>}
        {foundWords(finding, now)}
      </span>
      <span className="num t3">
        <TimeText at={since} /> · {spanWords(finding, now)}
      </span>
    </li>
  );
}

function foundWords(finding: Finding, now: number): string {
  const { kind, what, crossing, unit } = finding;
  if (crossing !== null) return crossingWords(crossing, unit, now);
  if (kind !== "metric") return text(`findings.what.${what}`);
  const expected = `${text("findings.evidence.expected").toLowerCase()} ${expectedWords(finding)}`;
  return `${storyWords(finding)}: ${cameWords(finding)}, ${expected}`;
}

const placeOf = ({ kind, id, scope, subject }: Finding): Route =>
  kind === "forecast"
    ? { surface: "capacity", id: subject }
    : kind === "metric"
      ? { surface: "anomalies", id }
      : { surface: "logs", pattern: { scope, id: subject } };
