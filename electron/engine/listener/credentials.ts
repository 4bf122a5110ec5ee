import type { IncomingMessage } from "node:http";

/** Cookies know no ports, so two engines on one machine need two names. */
export const cookieName = (port: number): string => `watchfloor-${port}`;

/** The token of a request: `Authorization: Bearer` before the cookie. */
export function tokenOf({ headers }: IncomingMessage, port: number): string | undefined {
  const [, bearer] = /^Bearer ([\w-]+)$/i.exec(headers.authorization ?? "") ?? [];
  if (headers.authorization !== undefined) return bearer ?? "";
  const wanted = `${cookieName(port)}=`;
  const pair = headers.cookie?.split(/; */).find((candidate) => candidate.startsWith(wanted));
  return pair?.slice(wanted.length);
}

/** Set-Cookie for a token; scripts cannot read it and other sites cannot send it. */
export function cookieFor(port: number, token: string, options: { secure: boolean; lifeMs: number }): string {
  const parts = [
    `${cookieName(port)}=${token}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Strict",
    `Max-Age=${Math.floor(options.lifeMs / 1000)}`,
  ];
  return [...parts, ...(options.secure ? ["Secure"] : [])].join("; ");
}
