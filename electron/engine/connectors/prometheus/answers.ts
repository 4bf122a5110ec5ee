import { z } from "zod";
import { Labels } from "../../../../shared/domain/event.ts";
import type { ConnectorIo, HttpRequest, Result } from "../connector.ts";
import { failed } from "../failure.ts";
import { ask, type ServerSettings } from "../server.ts";

/** RFC 3339 with any number of decimals, as Go writes it. */
const Time = z.string().refine((value) => !Number.isNaN(Date.parse(value)), "no RFC 3339 time");

export const ActiveAlert = z.object({
  labels: Labels,
  annotations: Labels.default({}),
  state: z.string(),
  activeAt: Time,
});
export type ActiveAlert = z.infer<typeof ActiveAlert>;

export const AlertingRule = z.object({
  type: z.literal("alerting"),
  name: z.string(),
  query: z.string(),
  labels: Labels.default({}),
  alerts: z.array(ActiveAlert).default([]),
});
export type AlertingRule = z.infer<typeof AlertingRule>;

const OtherRule = z.object({ type: z.literal("recording") });

export const RulesAnswer = z.object({
  groups: z.array(z.object({ rules: z.array(z.discriminatedUnion("type", [AlertingRule, OtherRule])) })).nullable(),
});
export const AlertsAnswer = z.object({ alerts: z.array(ActiveAlert).nullable() });
export const BuildAnswer = z.object({ version: z.string() });
export const ConfigAnswer = z.object({ yaml: z.string() });
export const TargetsAnswer = z.object({ activeTargets: z.array(z.object({ health: z.string() })).nullish() });
export const MatrixAnswer = z.object({
  resultType: z.literal("matrix"),
  result: z.array(z.object({ metric: Labels, values: z.array(z.tuple([z.number(), z.string()])).default([]) })),
});

const Envelope = z.object({ status: z.literal("success"), data: z.unknown() });

/** Asks one call of the HTTP API and gives what is under `data`. */
export async function askApi<T>(
  settings: ServerSettings,
  path: string,
  schema: z.ZodType<T>,
  io: ConnectorIo,
  extra: Pick<HttpRequest, "maximumBytes"> = {},
): Promise<Result<T>> {
  const answer = await ask(settings, `/api/v1/${path}`, io, extra);
  if (!answer.ok) return answer;
  const envelope = Envelope.safeParse(answer.value);
  const parsed = envelope.success ? schema.safeParse(envelope.data.data) : undefined;
  if (parsed?.success === true) return { ok: true, value: parsed.data };
  const at = parsed?.error?.issues[0]?.path.join(".") || "the top";
  return failed("malformed", "failure.unexpectedAnswer", {
    path: `/api/v1/${path.split("?")[0]}`,
    at,
    expected: "Prometheus",
  });
}
