import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { answer, answerText, readJson } from "./answer.ts";
import type { Attempts } from "./attempts.ts";
import { cookieFor, tokenOf } from "./credentials.ts";
import type { Grant, Tokens } from "./tokens.ts";

const MAXIMUM_BODY_BYTES = 4096;
/** A wall stays signed in for as long as its token lives; browsers keep no cookie for longer than 400 days. */
const LONGEST_COOKIE_MS = 400 * 24 * 3_600_000;
const Body = z.strictObject({ token: z.string().min(1).max(200) });

export type SignIn = {
  tokens: Tokens;
  attempts: Attempts;
  now(): number;
  port(): number;
  /** True behind a proxy that speaks HTTPS. */
  secure: boolean;
};

/** Who a request comes from, or why it is refused. */
export type Identified =
  { ok: true; grant: Grant; token: string } | { ok: false; status: 401 | 429; retryAfterS?: number };

/** Checks the token of a request and counts wrong ones. */
export function identify(request: IncomingMessage, { tokens, attempts, port }: SignIn): Identified {
  const token = tokenOf(request, port());
  if (token === undefined) return { ok: false, status: 401 };
  const grant = tokens.check(token);
  return grant === undefined ? refusedToken(request, attempts) : { ok: true, grant, token };
}

/** A right token is never made to wait: behind a proxy everybody comes from the address of whoever tries wrong ones. */
function refusedToken(request: IncomingMessage, attempts: Attempts): Identified & { ok: false } {
  const address = request.socket.remoteAddress ?? "";
  const waitMs = attempts.waitMs(address);
  if (waitMs > 0) return { ok: false, status: 429, retryAfterS: Math.ceil(waitMs / 1000) };
  attempts.failed(address);
  return { ok: false, status: 401 };
}

/** Answers a request whose token was not accepted. */
export function answerRefused(response: ServerResponse, refused: Identified & { ok: false }): void {
  if (refused.status === 401)
    return answerText(response, 401, "commandLine.httpNoToken", { "www-authenticate": "Bearer" });
  answerText(response, 429, "commandLine.httpTooManyTokens", { "retry-after": String(refused.retryAfterS) });
}

/** `POST` trades a token for the cookie, `GET` tells whether the cookie holds, `DELETE` signs out. */
export async function handleSession(request: IncomingMessage, response: ServerResponse, signIn: SignIn): Promise<void> {
  if (request.method === "POST") return trade(request, response, signIn);
  if (request.method === "DELETE") return signOut(request, response, signIn);
  if (request.method !== "GET")
    return answerText(response, 405, "commandLine.httpMethod", { allow: "GET, POST, DELETE" });
  const identified = identify(request, signIn);
  if (!identified.ok) return answerRefused(response, identified);
  answer(response, 204, { "cache-control": "no-store" });
}

async function trade(request: IncomingMessage, response: ServerResponse, signIn: SignIn): Promise<void> {
  const { tokens, attempts, now, port, secure } = signIn;
  const body = Body.safeParse(await readJson(request, MAXIMUM_BODY_BYTES));
  if (!body.success) return answerText(response, 400, "commandLine.httpBadSession");
  const session = tokens.redeem(body.data.token);
  if (session === undefined) return answerRefused(response, refusedToken(request, attempts));
  const { expiresAt } = session.grant;
  const lifeMs = Math.min(LONGEST_COOKIE_MS, expiresAt === null ? Infinity : expiresAt - now());
  answer(response, 204, {
    "cache-control": "no-store",
    "set-cookie": cookieFor(port(), session.token, { secure, lifeMs }),
  });
}

function signOut(request: IncomingMessage, response: ServerResponse, signIn: SignIn): void {
  const identified = identify(request, signIn);
  if (!identified.ok) return answerRefused(response, identified);
  if (identified.grant.kind === "session") signIn.tokens.revoke(identified.grant.id);
  answer(response, 204, { "set-cookie": cookieFor(signIn.port(), "", { secure: signIn.secure, lifeMs: 0 }) });
}
