import { z } from "zod";
import { Labels } from "../../../../shared/domain/event.ts";
import type { ConnectorIo, HttpRequest, Result } from "../connector.ts";
import { failed } from "../failure.ts";
import { ask, type ServerSettings } from "../server.ts";

const Time = z.string().refine((value) => !Number.isNaN(Date.parse(value)), "no RFC 3339 time");

export const GettableAlert = z.object({
  fingerprint: z.string().min(1),
  labels: Labels,
  annotations: Labels.default({}),
  startsAt: Time,
  status: z.object({
    state: z.string(),
    silencedBy: z.array(z.string()).nullish(),
    inhibitedBy: z.array(z.string()).nullish(),
  }),
});
export type GettableAlert = z.infer<typeof GettableAlert>;

export const GettableSilence = z.object({
  id: z.string().min(1),
  status: z.object({ state: z.string() }),
  createdBy: z.string().default(""),
  comment: z.string().default(""),
  startsAt: Time,
  endsAt: Time,
});
export type GettableSilence = z.infer<typeof GettableSilence>;

const AlertsAnswer = z.array(GettableAlert);
const SilencesAnswer = z.array(GettableSilence);
const StatusAnswer = z.object({ versionInfo: z.object({ version: z.string() }) });
const PostedSilence = z.object({ silenceID: z.string().min(1) });

type Extra = Pick<HttpRequest, "method" | "body">;

/** All alerts, the silenced and inhibited ones too. The API has no pages. */
export const fetchAlerts = (settings: ServerSettings, io: ConnectorIo): Promise<Result<GettableAlert[]>> =>
  askApi(settings, "alerts", AlertsAnswer, io);

/** Expired ones included, as long as the server keeps them. */
export const fetchSilences = (settings: ServerSettings, io: ConnectorIo): Promise<Result<GettableSilence[]>> =>
  askApi(settings, "silences", SilencesAnswer, io);

export const fetchSilence = (settings: ServerSettings, id: string, io: ConnectorIo): Promise<Result<GettableSilence>> =>
  askApi(settings, `silence/${encodeURIComponent(id)}`, GettableSilence, io);

export const fetchStatus = (settings: ServerSettings, io: ConnectorIo) => askApi(settings, "status", StatusAnswer, io);

export const postSilence = (settings: ServerSettings, body: unknown, io: ConnectorIo) =>
  askApi(settings, "silences", PostedSilence, io, { method: "POST", body });

export const deleteSilence = (settings: ServerSettings, id: string, io: ConnectorIo) =>
  askApi(settings, `silence/${encodeURIComponent(id)}`, z.unknown(), io, { method: "DELETE" });

async function askApi<T>(
  settings: ServerSettings,
  path: string,
  schema: z.ZodType<T>,
  io: ConnectorIo,
  extra: Extra = {},
): Promise<Result<T>> {
  const answer = await ask(settings, `/api/v2/${path}`, io, extra);
  if (!answer.ok) return answer;
  const parsed = schema.safeParse(answer.value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const at = parsed.error.issues[0]?.path.join(".") || "the top";
  return failed("malformed", "failure.unexpectedAnswer", { path: `/api/v2/${path}`, at, expected: "Alertmanager" });
}
