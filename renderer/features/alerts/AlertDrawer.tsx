import { useQuery } from "@tanstack/react-query";
import type { AlertDetail, AlertSource, Fingerprint } from "../../../shared/domain/alert.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import {
  Button,
  Drawer,
  DrawerPart,
  Failed,
  goTo,
  Icon,
  iconOfKind,
  Loading,
  Mark,
  panelState,
  Tag,
  useNow,
  useZone,
} from "../../ui/index.ts";
import { acknowledgementText, isHeld } from "./acknowledgement.ts";

type AlertDrawerProps = { fingerprint: Fingerprint; onClose(): void; onAcknowledge(): void };

/** Everything known of one alert, beside the grid. */
export function AlertDrawer({ fingerprint, onClose, onAcknowledge }: AlertDrawerProps) {
  const detail = useQuery(api.alerts.get.queryOptions({ input: { fingerprint } }));
  const state = panelState(detail);
  if (state.kind === "loading" || state.kind === "empty") {
    return (
      <Drawer title={text("alerts.title")} onClose={onClose}>
        <Loading lines={8} />
      </Drawer>
    );
  }
  if (state.kind === "error") {
    return (
      <Drawer title={text("alerts.title")} onClose={onClose}>
        <Failed error={state.error} retry={state.retry} />
      </Drawer>
    );
  }
  const alert = state.data;
  return (
    <Drawer
      over={overOf(alert)}
      title={<Title alert={alert} />}
      onClose={onClose}
      foot={<Foot alert={alert} onAcknowledge={onAcknowledge} />}
    >
      <Summary alert={alert} />
      <AcknowledgementPart alert={alert} />
      <DrawerPart title={text("alerts.detail.sources")}>
        <ul className="alert-sources">
          {alert.sources.map((source) => (
            <SourceLine key={`${source.sourceId} ${source.handle}`} source={source} />
          ))}
        </ul>
      </DrawerPart>
      <DrawerPart title={text("alerts.detail.labels")}>
        <Labels labels={alert.labels} />
      </DrawerPart>
    </Drawer>
  );
}

const overOf = ({ entityKind, site }: AlertDetail): string =>
  site === null
    ? text("alerts.detail.overNoSite", { kind: entityKind })
    : text("alerts.detail.over", { kind: entityKind, site });

function Title({ alert }: { alert: AlertDetail }) {
  return (
    <>
      <Mark
        sev={alert.state === "suppressed" ? "suppressed" : alert.severity}
        acked={isHeld(alert)}
        past={alert.state === "resolved"}
        size={20}
      />
      {alert.name}
    </>
  );
}

function Summary({ alert }: { alert: AlertDetail }) {
  const now = useNow();
  useZone();
  const forMs = (alert.resolvedAt ?? now) - alert.startedAt;
  return (
    <section className="alert-say">
      <p>{alert.summary}</p>
      {alert.description !== null && <p className="t2">{alert.description}</p>}
      <p className="t3">
        {alert.resolvedAt === null
          ? text("alerts.detail.since", { state: alert.state, startAt: alert.startedAt, forMs })
          : text("alerts.detail.resolved", { endAt: alert.resolvedAt, forMs })}
        {", "}
        {text("alerts.detail.reports", { count: alert.count, lastAt: alert.lastSeenAt })}
      </p>
      {alert.suppressedBy !== undefined && (
        <p className="t2">{text("alerts.detail.suppressedBy", { rule: alert.suppressedBy })}</p>
      )}
      <p className="alert-entity">
        <Icon name={iconOfKind(alert.entityKind)} />
        {alert.entityName}
      </p>
    </section>
  );
}

function AcknowledgementPart({ alert }: { alert: AlertDetail }) {
  const { state, by, until } = alert.acknowledgement;
  return (
    <DrawerPart title={text("alerts.detail.acknowledgement")}>
      {state === "none" ? (
        <p className="t3">{text("alerts.detail.nobody")}</p>
      ) : (
        <p>
          {state === "confirmed"
            ? acknowledgementText(alert.acknowledgement)
            : text("alerts.detail.ackState", { state, by: by ?? text("common.unknown") })}
          {until !== null && <span className="t3"> {text("alerts.detail.until", { untilAt: until })}</span>}
        </p>
      )}
    </DrawerPart>
  );
}

function SourceLine({ source }: { source: AlertSource }) {
  return (
    <li>
      <div>
        <b>{source.sourceName}</b> <span className="t3">{source.state}</span>
      </div>
      <div className="mono t3 alert-handle">{source.handle}</div>
      {source.mutings.map((muting) => (
        <div key={muting.id} className="alert-muting">
          <Tag>{text(`alerts.detail.muting.${muting.kind}`)}</Tag>
          {muting.by !== undefined && <span>{text("alerts.detail.mutedBy", { by: muting.by })}</span>}
          {muting.until !== undefined && (
            <span className="t3">{text("alerts.detail.until", { untilAt: muting.until })}</span>
          )}
          {muting.note !== undefined && muting.note !== "" && <p className="t2">{muting.note}</p>}
        </div>
      ))}
    </li>
  );
}

function Labels({ labels }: { labels: AlertDetail["labels"] }) {
  const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return <p className="t3">{text("alerts.detail.noLabels")}</p>;
  return (
    <dl className="pairs">
      {entries.map(([name, value]) => (
        <div key={name} style={{ display: "contents" }}>
          <dt title={name}>{name}</dt>
          <dd className="mono">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Foot({ alert, onAcknowledge }: { alert: AlertDetail; onAcknowledge(): void }) {
  const { incidentId, entityId } = alert;
  return (
    <>
      <Button look="primary" keys="a" disabled={alert.state !== "firing" || isHeld(alert)} onClick={onAcknowledge}>
        {text("alerts.acknowledge")}
      </Button>
      {incidentId !== null && (
        <Button onClick={() => goTo({ surface: "incident", id: incidentId })}>
          {text("alerts.detail.openIncident")}
        </Button>
      )}
      <Button onClick={() => goTo({ surface: "topology", entityId })}>{text("alerts.detail.showOnMap")}</Button>
    </>
  );
}
