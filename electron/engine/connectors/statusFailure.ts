import { z } from "zod";
import type { Failure } from "../../../shared/domain/source.ts";
import { failureOf } from "./failure.ts";
import { parseJson } from "./json.ts";

/** How Prometheus (`error`), Alertmanager (`message`, or a plain string) and many others word a refusal. */
const Refusal = z.union([
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.string(),
]);

const MAXIMUM_DETAIL = 200;
const MAXIMUM_RETRY_AFTER_MS = 60 * 60_000;

type Facts = { status: number; location: string | undefined; retryAfter: string | undefined };

/** A failure for an answer outside 2xx. `retryAfterMs` is among its parameters when the server said how long to wait. */
export function statusFailure(
  { status, location, retryAfter }: Facts,
  body: Buffer,
  url: string,
  now: number,
): Failure {
  const at = new URL(url);
  const address = `${at.origin}${at.pathname}`;
  const wait = retryAfterMs(retryAfter, now);
  const params = { address, status, detail: detailOf(body), ...(wait === undefined ? {} : { retryAfterMs: wait }) };
  if (status >= 300 && status < 400) {
    return failureOf("redirected", "failure.redirected", { address, status, target: targetOf(location, at) });
  }
  if (status === 401) return failureOf("unauthorised", "failure.unauthorised", { address });
  if (status === 403) return failureOf("forbidden", "failure.forbidden", params);
  if (status === 404 || status === 410) return failureOf("misconfigured", "failure.notFound", { address, status });
  if (status === 413) return failureOf("too-large", "failure.refused", params);
  if (status === 429)
    return failureOf("rate-limited", wait === undefined ? "failure.rateLimited" : "failure.rateLimitedUntil", params);
  return failureOf("refused", status >= 500 ? "failure.serverError" : "failure.refused", params);
}

/** RFC 9110, section 10.2.3: seconds or a date. Milliseconds, an hour at most; undefined when absent or unreadable. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), MAXIMUM_RETRY_AFTER_MS) : undefined;
}

function targetOf(location: string | undefined, from: URL): string {
  const target = location === undefined ? null : URL.parse(location, from);
  return target === null ? "" : `${target.origin}${target.pathname}`;
}

function detailOf(body: Buffer): string {
  const parsed = parseJson(body);
  const refusal = parsed.ok ? Refusal.safeParse(parsed.value) : undefined;
  return refusal?.success === true ? refusal.data.slice(0, MAXIMUM_DETAIL) : "";
}
