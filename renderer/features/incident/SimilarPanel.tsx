import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { IncidentDetail } from "../../../shared/domain/incident.ts";
import type { SimilarIncident } from "../../../shared/domain/similar.ts";
import { formatDuration, text, textOf } from "../../../shared/strings/index.ts";
import { similarQuery } from "../../api/similar.ts";
import { hrefOf, Mark, Panel, panelState, useNow } from "../../ui/index.ts";
import { handledBy, noteWords, resolvingChange, sharedWords } from "./similarWords.ts";
import "./SimilarPanel.css";

/** The closed incidents most like this one: what they have in common and what ended them. Mount it anew for another incident. */
export function SimilarPanel({ incident }: { incident: Pick<IncidentDetail, "id" | "version"> }) {
  const query = useQuery({ ...similarQuery(incident), placeholderData: keepPreviousData });
  const state = panelState(query, { isEmpty: ({ rows }) => rows.length === 0 });
  const closed = query.data?.closed;
  return (
    <Panel
      className="similar"
      title={text("incident.similar")}
      {...(closed === undefined ? {} : { note: text("incident.similarNote", { count: closed }) })}
      state={state}
      empty={{ title: text("incident.similarEmpty"), hint: text("incident.similarEmptyHint") }}
      skeletonLines={3}
    >
      {({ rows }) => (
        <ol className="similar-list">
          {rows.map((each) => (
            <SimilarItem key={each.id} similar={each} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function SimilarItem({ similar }: { similar: SimilarIncident }) {
  const now = useNow(60_000);
  const { id, severity, headline, similarity, startedAt, resolvedAt, alertCount, shared, resolution } = similar;
  const change = resolvingChange(resolution.change, resolvedAt);
  return (
    <li>
      <a className="similar-head" href={hrefOf({ surface: "incident", id })}>
        <Mark sev={severity} past acked size={20} />
        <b className="cut" title={textOf(headline)}>
          {textOf(headline)}
        </b>
        <span className="num" title={text("incident.similarShare")}>
          {`${Math.round(similarity * 100)} %`}
        </span>
      </a>
      <p className="t3">
        {text("incident.similarWhen", {
          id,
          ago: formatDuration(Math.max(0, now - resolvedAt)),
          lasted: formatDuration(resolvedAt - startedAt),
          count: alertCount,
        })}
      </p>
      <dl>
        <dt>{text("incident.similarShared")}</dt>
        <dd className="cut" title={sharedWords(shared, shared.length)}>
          {sharedWords(shared)}
        </dd>
        <dt>{text("incident.similarBy")}</dt>
        <dd className="cut">{handledBy(resolution)}</dd>
        {change !== null && (
          <>
            <dt>{text("incident.similarChange")}</dt>
            <dd className="cut" title={change}>
              {change}
            </dd>
          </>
        )}
        {resolution.notes.map((note, index) => (
          <div key={index} className="similar-note">
            <dt>{index === 0 ? text("incident.similarNotes") : ""}</dt>
            <dd className="cut" title={noteWords(note)}>
              {noteWords(note)}
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
