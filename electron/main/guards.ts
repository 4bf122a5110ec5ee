import { app, type Session, shell, type WebContents } from "electron";
import { isOwnPage } from "./origin.ts";

/** The page may put an address into the clipboard. It may ask the system for nothing else. */
const ALLOWED: readonly string[] = ["clipboard-sanitized-write"];

/** Refuses what a page could ask of the system: camera, place, notifications, devices, other screens. */
export function guardPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(ALLOWED.includes(permission) && isOwnPage(contents.getURL())),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => ALLOWED.includes(permission) && isOwnPage(origin),
  );
  session.setDevicePermissionHandler(() => false);
}

/** Every page stays where it is: no other address, no frame of another, no embedded page, no window of its own. */
export function guardPages(): void {
  app.on("web-contents-created", (_event, contents) => guardPage(contents));
}

function guardPage(contents: WebContents): void {
  contents.on("will-navigate", (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on("will-frame-navigate", (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on("will-redirect", (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: "deny" };
  });
}

/** Links go to the system's browser when they are https; anything else could start a program. */
function openOutside(address: string): void {
  if (URL.canParse(address) && new URL(address).protocol === "https:") void shell.openExternal(address);
}
