import { exchangeToken } from "./session.ts";

/** `ws(s)://…/api` beside the page; the session cookie goes with it. */
export function apiAddress(page: Pick<Location, "protocol" | "host">): string {
  return `${page.protocol === "https:" ? "wss" : "ws"}://${page.host}/api`;
}

let begun: Promise<WebSocket> | undefined;

/** Signs in and begins to open a socket, which takes as long as the rest of the page takes to load. The shell needs none. */
export function beginConnecting(): void {
  if (window.watchfloor === undefined) begun = exchangeToken().then(() => new WebSocket(apiAddress(location)));
}

/** A new socket to the host that served the page: the one that was begun, if nobody has taken it. */
export async function nextSocket(): Promise<WebSocket> {
  const early = begun;
  begun = undefined;
  return (await early) ?? new WebSocket(apiAddress(location));
}
