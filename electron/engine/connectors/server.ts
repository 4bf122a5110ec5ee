import { z } from "zod";
import { text } from "../../../shared/strings/index.ts";
import type { ConnectorIo, HttpRequest, Result } from "./connector.ts";
import { failed } from "./failure.ts";
import { BaseUrl, IntervalSeconds, SecretReference } from "./settings.ts";

/** What every server that is polled over HTTP needs: where it is, who asks, whom to trust. */
export const serverFields = {
  url: BaseUrl.meta({ title: text("settings.url"), description: text("settings.url.help") }),
  auth: z
    .enum(["none", "basic", "bearer"])
    .default("none")
    .meta({ title: text("settings.auth"), description: text("settings.auth.help") }),
  user: z
    .string()
    .min(1)
    .optional()
    .meta({ title: text("settings.user"), description: text("settings.user.help") }),
  password: SecretReference.optional().meta({
    title: text("settings.password"),
    description: text("settings.secret.help"),
    secret: true,
  }),
  token: SecretReference.optional().meta({
    title: text("settings.token"),
    description: text("settings.secret.help"),
    secret: true,
  }),
  caFile: z
    .string()
    .min(1)
    .optional()
    .meta({ title: text("settings.caFile"), description: text("settings.caFile.help") }),
  insecure: z
    .boolean()
    .default(false)
    .meta({ title: text("settings.insecure"), description: text("settings.insecure.help") }),
  intervalSeconds: IntervalSeconds.meta({
    title: text("settings.intervalSeconds"),
    description: text("settings.intervalSeconds.help"),
  }),
};

const Server = z.object(serverFields);
export type ServerSettings = z.output<typeof Server>;

/** Says what is missing for the chosen kind of authentication. For `.superRefine` of a configuration with `serverFields`. */
export function checkAuth(settings: ServerSettings, context: z.core.$RefinementCtx): void {
  const missing = (path: "user" | "password" | "token"): void => {
    if (settings[path] !== undefined) return;
    context.addIssue({
      code: "custom",
      path: [path],
      params: { code: "failure.setting.neededForAuth", auth: settings.auth },
    });
  };
  if (settings.auth === "basic") {
    missing("user");
    missing("password");
  }
  if (settings.auth === "bearer") missing("token");
}

/** RFC 6750, section 2.1, without its rule that `=` stands at the end: what a header can carry as one word. */
const BEARER = /^[\x21-\x7e]+$/;

/** A request to this server with its secrets resolved. `path` begins with a slash and is put behind the URL's own path. */
export async function requestTo(settings: ServerSettings, path: string, io: ConnectorIo): Promise<Result<HttpRequest>> {
  const request: HttpRequest = { url: settings.url.replace(/\/+$/, "") + path, tls: tlsOf(settings) };
  if (settings.auth === "basic") {
    const password = await io.secret(required(settings.password, "password"));
    if (!password.ok) return password;
    request.auth = { basic: { user: required(settings.user, "user"), password: password.value } };
  } else if (settings.auth === "bearer") {
    const token = await io.secret(required(settings.token, "token"));
    if (!token.ok) return token;
    if (!BEARER.test(token.value))
      return failed("misconfigured", "failure.bearerCharacters", { reference: required(settings.token, "token") });
    request.auth = { bearer: token.value };
  }
  return { ok: true, value: request };
}

/** Sends one request and gives the parsed JSON. `with` adds method and body. */
export async function ask(
  settings: ServerSettings,
  path: string,
  io: ConnectorIo,
  extra: Pick<HttpRequest, "method" | "body" | "maximumBytes"> = {},
): Promise<Result<unknown>> {
  const request = await requestTo(settings, path, io);
  return request.ok ? io.fetchJson({ ...request.value, ...extra }) : request;
}

function tlsOf({ caFile, insecure }: ServerSettings): NonNullable<HttpRequest["tls"]> {
  return { insecure, ...(caFile === undefined ? {} : { caFile }) };
}

/** `checkAuth` made sure that it is there. */
function required(value: string | undefined, name: string): string {
  if (value === undefined) throw new TypeError(`settings were not checked: ${name} is missing`);
  return value;
}
