/** Whoever accepts a connection and then stands still must not hold up the next attempt. */
const ANSWER_WITHIN_MS = 5_000;

/** The one-time token of an address, wherever it stands, and the address without it. */
export function takeToken(address: string): { token: string | null; without: string } {
  const url = new URL(address);
  const [route = "", hashSearch = ""] = url.hash.split("?");
  const inHash = new URLSearchParams(hashSearch);
  const token = inHash.get("token") ?? url.searchParams.get("token");
  inHash.delete("token");
  url.searchParams.delete("token");
  url.hash = inHash.size === 0 ? route : `${route}?${inHash}`;
  return { token, without: url.href };
}

/** Trades the token for a session cookie and takes it out of the address, so that it is neither shown nor sent on. */
export async function exchangeToken(): Promise<void> {
  const { token, without } = takeToken(location.href);
  if (token === null) return;
  history.replaceState(null, "", without);
  // A refusal is not decided here: the window may still hold a session from before, and the connection will tell.
  await fetch("/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
    credentials: "same-origin",
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }).catch(() => undefined);
}

/** Whether the host answers but does not know this window. */
export async function isRefused(): Promise<boolean> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const answer = await fetch("/session", { credentials: "same-origin", signal }).catch(() => undefined);
  return answer?.status === 401 || answer?.status === 403;
}
