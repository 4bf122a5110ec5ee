import type { SuspectChange } from "../../../shared/domain/incident.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { Tag } from "../../ui/index.ts";
import { changeSpan, durationWords } from "./incidentWords.ts";

/** The change that most probably stands behind the incident, and how long before it was made. */
export function SuspectChangeBox({ changes }: { changes: readonly SuspectChange[] }) {
  const [suspect, ...others] = changes;
  if (suspect === undefined) return <p className="no-change label">{text("incident.noChange")}</p>;
  const when = { id: suspect.changeId, entity: suspect.entityName, from: changeSpan(suspect) };
  return (
    <div className="suspect">
      <svg className="diamond" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M6 0 12 6 6 12 0 6Z" />
      </svg>
      <b>{text("incident.suspectChange", { summary: suspect.summary })}</b>
      <Tag look="solid">{text("incident.leadBefore", { lead: durationWords(suspect.leadMs) })}</Tag>
      <ul className="reasons">
        {suspect.reasons.map((reason, index) => (
          <li key={index} className={reason.supports ? "" : "against"}>
            {textOf(reason)}
          </li>
        ))}
      </ul>
      <p className="t3">
        {suspect.by === null
          ? text("incident.changeByUnknown", when)
          : text("incident.changeBy", { ...when, by: suspect.by })}
        . {others.length > 0 && text("incident.moreChanges", { count: others.length })}
      </p>
    </div>
  );
}
