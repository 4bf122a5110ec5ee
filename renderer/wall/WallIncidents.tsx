import type { CSSProperties } from "react";
import type { Incident } from "../../shared/domain/incident.ts";
import { formatDuration, text, textOf } from "../../shared/strings/index.ts";
import { formatMinute, Mark, useNow } from "../ui/index.ts";
import { titleSize } from "./wallTitle.ts";

/** Held by a person, as far as the source has confirmed it. */
const isHeld = (incident: Incident): boolean => incident.acknowledgement.state === "confirmed";

/** The most urgent incident, as large as the list allows. */
export function WorstIncident({ incident }: { incident: Incident }) {
  const now = useNow();
  const title = textOf(incident.headline);
  const { units, lines, condensed } = titleSize(title.length);
  const size = { "--title": units, "--lines": lines } as CSSProperties;
  return (
    <section className={`wall-worst sev-${incident.severity}`} style={size}>
      <div className="wall-title">
        <Mark sev={incident.severity} acked={isHeld(incident)} size={184} />
        <h2 className={condensed ? "condensed" : ""}>{title}</h2>
      </div>
      <div className="wall-why">
        {incident.cause !== null && (
          <p className="cut">
            <b>{incident.cause.entityName}</b> {textOf(incident.cause.what)}
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

/** Titles of more characters are set condensed. */
const LONG_TITLE = 34;

/** One of the next incidents. */
export function IncidentLine({ incident }: { incident: Incident }) {
  const now = useNow();
  const title = textOf(incident.headline);
  return (
    <section className="wall-row">
      <Mark sev={incident.severity} acked={isHeld(incident)} size={144} />
      <h2 className={`cut${title.length > LONG_TITLE ? " long" : ""}`}>{title}</h2>
      <b className="wall-age">{formatDuration(now - incident.startedAt)}</b>
      <p className="cut">{causeWords(incident)}</p>
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

function causeWords({ cause, change }: Incident): string {
  const what =
    cause === null
      ? ""
      : [cause.entityName, textOf(cause.what)].filter((word) => word !== null && word !== "").join(": ");
  return what === "" && change !== null ? text("wall.after", { change: change.summary }) : what;
}
