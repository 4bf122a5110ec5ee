import type { AcknowledgeRequest, Actions, ConnectorIo, Effect, Result } from "../connector.ts";
import { failed, isNotFound } from "../failure.ts";
import type { ServerSettings } from "../server.ts";
import {
  deleteSilence,
  fetchAlerts,
  fetchSilence,
  fetchSilences,
  type GettableAlert,
  type GettableSilence,
  postSilence,
} from "./answers.ts";
import { commentOf, readComment } from "./marker.ts";

/** Alertmanager moves a start in the past to its own now, so that a clock of ours that is ahead delays nothing. */
const START_BEFORE_MS = 60 * 60_000;
const SHORTEST_MS = 1_000;

/**
 * Alertmanager has no acknowledgement: a silence that matches exactly the labels of one alert and names us in its
 * comment stands for it. It ends by itself.
 */
export const acknowledgement: Actions<ServerSettings> = { find, acknowledge, undo };

async function find(settings: ServerSettings, request: AcknowledgeRequest, io: ConnectorIo): Promise<Result<Effect>> {
  const [alerts, silences] = await Promise.all([fetchAlerts(settings, io), fetchSilences(settings, io)]);
  if (!alerts.ok) return alerts;
  if (!silences.ok) return silences;
  const living = silences.value.filter((silence) => silence.status.state !== "expired");
  const ours = living.find((silence) => readComment(silence.comment)?.idempotencyKey === request.idempotencyKey);
  if (ours !== undefined)
    return { ok: true, value: { state: "in-force", effectId: ours.id, until: Date.parse(ours.endsAt) } };
  const alert = alerts.value.find(({ fingerprint }) => fingerprint === request.target.handle);
  return { ok: true, value: alert === undefined ? { state: "alert-gone" } : effectOn(alert, living) };
}

function effectOn(alert: GettableAlert, silences: GettableSilence[]): Effect {
  const ids = alert.status.silencedBy ?? [];
  const other = silences.find((silence) => ids.includes(silence.id));
  if (other === undefined) return { state: "absent" };
  const note = readComment(other.comment)?.note ?? other.comment;
  return { state: "someone-else", effectId: other.id, by: other.createdBy, note, until: Date.parse(other.endsAt) };
}

/** Fetches the labels again, because the stored ones are masked, and silences exactly them. */
async function acknowledge(
  settings: ServerSettings,
  request: AcknowledgeRequest,
  io: ConnectorIo,
): Promise<Result<{ effectId: string }>> {
  if (request.until < io.now() + SHORTEST_MS) return failed("refused", "failure.silenceOver");
  const alerts = await fetchAlerts(settings, io);
  if (!alerts.ok) return alerts;
  const alert = alerts.value.find(({ fingerprint }) => fingerprint === request.target.handle);
  if (alert === undefined) return failed("refused", "failure.alertGone");
  const posted = await postSilence(
    settings,
    {
      matchers: Object.entries(alert.labels).map(([name, value]) => ({ name, value, isRegex: false, isEqual: true })),
      startsAt: new Date(io.now() - START_BEFORE_MS).toISOString(),
      endsAt: new Date(request.until).toISOString(),
      createdBy: request.by,
      comment: commentOf(request.idempotencyKey, request.note),
    },
    io,
  );
  return posted.ok ? { ok: true, value: { effectId: posted.value.silenceID } } : posted;
}

/** Expires the silence and reads it back. One that is already over, or that the server forgot, is gone as well. */
async function undo(settings: ServerSettings, effectId: string, io: ConnectorIo): Promise<Result<{ gone: true }>> {
  const before = await isOver(settings, effectId, io);
  if (!before.ok) return before;
  if (before.value) return { ok: true, value: { gone: true } };
  const deleted = await deleteSilence(settings, effectId, io);
  if (!deleted.ok && !isNotFound(deleted.failure)) return deleted;
  const after = await isOver(settings, effectId, io);
  if (!after.ok) return after;
  return after.value
    ? { ok: true, value: { gone: true } }
    : failed("refused", "failure.stillSilenced", { id: effectId });
}

async function isOver(settings: ServerSettings, id: string, io: ConnectorIo): Promise<Result<boolean>> {
  const silence = await fetchSilence(settings, id, io);
  if (silence.ok) return { ok: true, value: silence.value.status.state === "expired" };
  return isNotFound(silence.failure) ? { ok: true, value: true } : silence;
}
