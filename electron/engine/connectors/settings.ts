import { z } from "zod";
import { text } from "../../../shared/strings/index.ts";

/** The beginning of a server's addresses, with its path prefix if it has one. Credentials do not belong in it. */
export const BaseUrl = z.string().superRefine((value, context) => {
  const problem = problemOfUrl(value);
  if (problem !== undefined) context.addIssue({ code: "custom", params: { code: problem } });
});

function problemOfUrl(value: string) {
  const url = URL.parse(value);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return "failure.setting.url" as const;
  if (url.username !== "" || url.password !== "") return "failure.setting.urlCredentials" as const;
  if (url.search !== "" || url.hash !== "") return "failure.setting.urlQuery" as const;
  return undefined;
}

const REFERENCE = /^(env|file|keychain):.+$/s;

/** Where a secret is kept: never the secret itself. */
export const SecretReference = z.string().superRefine((value, context) => {
  if (!REFERENCE.test(value)) context.addIssue({ code: "custom", params: { code: "failure.setting.secret" } });
});

/** Every reference to a secret in settings, such as `keychain:prometheus.password`, wherever it stands. */
export function referencesIn(settings: unknown): string[] {
  if (typeof settings === "string") return REFERENCE.test(settings) ? [settings] : [];
  if (typeof settings !== "object" || settings === null) return [];
  return Object.values(settings).flatMap(referencesIn);
}

export const IntervalSeconds = z.number().min(1).max(3600).default(15);

/** Where a receiver listens. Port 0 takes any free port, which the sources page then shows. */
export const listenFields = (defaultPort: number) => ({
  host: z
    .string()
    .min(1)
    .default("127.0.0.1")
    .meta({ title: text("settings.host"), description: text("settings.host.help") }),
  port: z
    .int()
    .min(0)
    .max(65_535)
    .default(defaultPort)
    .meta({ title: text("settings.port"), description: text("settings.port.help") }),
  token: SecretReference.optional().meta({
    title: text("settings.listenToken"),
    description: text("settings.listenToken.help"),
    secret: true,
  }),
  expectSeconds: z
    .number()
    .min(5)
    .max(86_400)
    .optional()
    .meta({ title: text("settings.expectSeconds"), description: text("settings.expectSeconds.help") }),
});

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i;

export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/** Without a token only programs of this machine may deliver. For `.superRefine` of a configuration with `listenFields`. */
export function checkListen(
  { host, auth, token }: { host: string; auth: "token" | "none"; token?: string | undefined },
  context: z.core.$RefinementCtx,
): void {
  if (auth === "token" && token === undefined) {
    context.addIssue({ code: "custom", path: ["token"], params: { code: "failure.setting.tokenNeeded" } });
  }
  if (auth === "none" && !isLoopback(host)) {
    context.addIssue({ code: "custom", path: ["host"], params: { code: "failure.setting.tokenForNetwork", host } });
  }
}
