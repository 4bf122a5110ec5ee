import type { AlertReport, Muting } from "../../../../shared/domain/event.ts";
import { text } from "../../../../shared/strings/index.ts";
import type { ConnectorIo, Result } from "../connector.ts";
import { countReason, type Reasons } from "../reasons.ts";
import { mapSeverity } from "../severity.ts";
import type { ServerSettings } from "../server.ts";
import { fetchAlerts, fetchSilences, type GettableAlert, type GettableSilence } from "./answers.ts";
import { readComment } from "./marker.ts";

export type HeldAlerts = { reports: AlertReport[]; ignored: Reasons };

/** All alerts that Alertmanager holds, with who muted them and until when. */
export async function fetchHeld(settings: ServerSettings, io: ConnectorIo): Promise<Result<HeldAlerts>> {
  const alerts = await fetchAlerts(settings, io);
  if (!alerts.ok) return alerts;
  const someSilenced = alerts.value.some((alert) => (alert.status.silencedBy ?? []).length > 0);
  const silences = someSilenced ? await fetchSilences(settings, io) : { ok: true as const, value: [] };
  if (!silences.ok) return silences;
  const byId = new Map(silences.value.map((silence) => [silence.id, silence]));
  const ignored: Reasons = {};
  return { ok: true, value: { reports: alerts.value.map((alert) => toReport(alert, byId, ignored)), ignored } };
}

function toReport(alert: GettableAlert, silences: ReadonlyMap<string, GettableSilence>, ignored: Reasons): AlertReport {
  const { alertname: name = text("failure.unnamedAlert"), ...labels } = alert.labels;
  const { severity, known } = mapSeverity(labels.severity);
  if (!known) countReason(ignored, "ignored.unknownSeverity");
  const { description } = alert.annotations;
  return {
    kind: "alert",
    handle: alert.fingerprint,
    name,
    state: alert.status.state === "suppressed" ? "suppressed" : "firing",
    severity,
    labels,
    summary: alert.annotations.summary ?? alert.annotations.message ?? name,
    ...(description === undefined ? {} : { description }),
    at: Date.parse(alert.startsAt),
    mutings: mutingsOf(alert, silences),
    entity: [],
  };
}

function mutingsOf({ status }: GettableAlert, silences: ReadonlyMap<string, GettableSilence>): Muting[] {
  const silenced = (status.silencedBy ?? []).map((id) => mutingOf(id, silences.get(id)));
  const inhibited = (status.inhibitedBy ?? []).map((id): Muting => ({ kind: "inhibition", id }));
  return [...silenced, ...inhibited];
}

/** A silence that vanished between the two requests is still named by its id. */
function mutingOf(id: string, silence: GettableSilence | undefined): Muting {
  if (silence === undefined) return { kind: "silence", id };
  const ours = readComment(silence.comment);
  return {
    kind: ours === undefined ? "silence" : "acknowledgement",
    id,
    by: silence.createdBy,
    note: ours?.note ?? silence.comment,
    until: Date.parse(silence.endsAt),
  };
}
