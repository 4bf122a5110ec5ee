import type { WebFrameMain } from "electron";

export const SCHEME = "watchfloor";
export const PAGE = `${SCHEME}://app/`;

/** Whether an address is the program's own page. `URL.origin` is "null" for schemes that Node does not know. */
export function isOwnPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === `${SCHEME}:` && host === "app" && username === "" && password === "";
}

/** Whether a message comes from the page itself: its top frame, at its own address. A frame that is gone is null. */
export const isOwnFrame = (frame: WebFrameMain | null): frame is WebFrameMain =>
  frame !== null && frame.parent === null && isOwnPage(frame.url);
