import type { CSSProperties } from "react";
import type { Incident } from "../../shared/domain/incident.ts";
import { formatDuration, text } from "../../shared/strings/index.ts";
import { formatMinute, Mark, useNow } from "../ui/index.ts";
import { lineFit, titleSize } from "./wallTitle.ts";
import type { IncidentWords } from "./wallWords.ts";

/** Held by a person, as far as the source has confirmed it. */
const isHeld = (incident: Incident): boolean => incident.acknowledgement.state === "confirmed";

/** The most urgent incident, as large as the list allows. */
export function WorstIncident({ incident, words }: { incident: Incident; words: IncidentWords }) {
  const now = useNow();
  const { title, cause } = words;
  const { units, lines, condensed } = titleSize(title.length);
  const size = { "--title": units, "--lines": lines } as CSSProperties;
  const roomy = lines === 1 || incident.change === null;
  return (
    <section className={`wall-worst sev-${incident.severity}`} style={size}>
      <div className="wall-title">
        <Mark sev={incident.severity} acked={isHeld(incident)} size={184} />
        <h2 className={condensed ? "condensed" : ""}>{title}</h2>
      </div>
      <div className="wall-why">
        {cause !== null && cause.what !== title && (
          <p className={roomy ? "clamped" : "cut"}>
            <b>{cause.name}</b> {cause.what}
          </p>
        )}
        {incident.change !== null && <p className="cut">{text("wall.after", { change: incident.change.summary })}</p>}
      </div>
      <dl>
        <Fact
          name={text("wall.since", { time: formatMinute(incident.startedAt) })}
          value={formatDuration(now - incident.startedAt)}
        />
        <Fact
          name={text("wall.alerts", { count: incident.alertCount })}
          value={incident.alertCount.toLocaleString("en-GB")}
        />
        <Fact name={text("wall.moving")} value={text(`wall.trend.${incident.trend}`)} />
        <Fact name={ackWord(incident, now)} value={holder(incident)} />
      </dl>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="cut">{name}</dt>
      <dd className="cut">{value}</dd>
    </div>
  );
}

/** One of the next incidents. A title too long for its line takes that of the cause as well. */
export function IncidentLine({ incident, words }: { incident: Incident; words: IncidentWords }) {
  const now = useNow();
  const fit = lineFit(words.title.length);
  return (
    <section className={`wall-row ${fit}`}>
      <Mark sev={incident.severity} acked={isHeld(incident)} size={144} />
      <h2 className={fit === "two-lines" ? "clamped" : "cut"}>{words.title}</h2>
      <b className="wall-age">{formatDuration(now - incident.startedAt)}</b>
      {fit !== "two-lines" && <p className="cut">{causeLine(incident, words)}</p>}
      <p className="wall-who cut">{whoWord(incident)}</p>
      <small>{text(`wall.trend.${incident.trend}`)}</small>
    </section>
  );
}

/** The mark already says whether it is acknowledged; trouble with that goes before the name. */
const whoWord = (incident: Incident): string =>
  ["conflict", "failed"].includes(incident.acknowledgement.state) ? text("wall.conflict") : holder(incident);

const holder = (incident: Incident): string => incident.owner ?? incident.acknowledgement.by ?? text("wall.nobody");

function ackWord(incident: Incident, now: number): string {
  const { state } = incident.acknowledgement;
  if (state === "confirmed" || state === "partial") return text("wall.acknowledged");
  if (state === "queued" || state === "sent") return text("wall.onItsWay");
  if (state === "conflict" || state === "failed") return text("wall.conflict");
  return incident.owner === null ? text("wall.waits", { forMs: now - incident.startedAt }) : text("wall.hasIt");
}

/** What is behind it; where that is what the title says already, how much it folds. */
function causeLine({ change, alertCount }: Incident, { title, cause }: IncidentWords): string {
  if (cause !== null && cause.what === title) return text("wall.folds", { count: alertCount });
  if (cause !== null) return cause.name === "" ? cause.what : `${cause.name}: ${cause.what}`;
  return change === null ? "" : text("wall.after", { change: change.summary });
}
