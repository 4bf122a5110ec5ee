import type { IncomingMessage } from "node:http";
import type { OwnAddresses } from "./addresses.ts";

/** Why a request is turned away before anybody looks at its token. */
export type Refusal = "foreign-host" | "foreign-origin" | "foreign-page";

/**
 * Any web page can reach a loopback port. A page elsewhere is told by its Origin, a name that was rebound to this address
 * by its Host, and a plain `<img>` or form by what the browser says in `Sec-Fetch-Site`. Following a link here is allowed.
 */
export function refusalOf(request: IncomingMessage, own: OwnAddresses): Refusal | undefined {
  const { host, origin } = request.headers;
  if (host === undefined || !own.hosts.has(host.toLowerCase())) return "foreign-host";
  if (origin !== undefined && !own.origins.has(origin.toLowerCase())) return "foreign-origin";
  const site = request.headers["sec-fetch-site"];
  const foreign = site === "cross-site" || site === "same-site";
  return foreign && !isTopNavigation(request) ? "foreign-page" : undefined;
}

const isTopNavigation = ({ method, headers }: IncomingMessage): boolean =>
  method === "GET" && headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
