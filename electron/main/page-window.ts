import path from "node:path";
import { app, BrowserWindow, type BrowserWindowConstructorOptions } from "electron";
import { PAGE } from "./origin.ts";

const RELOAD_AFTER_MS = 2000;

/** The built preload beside the built main process. */
const preload = path.join(import.meta.dirname, "preload.cjs");

/** A window that can only show the program's page: sandboxed, without Node, on a background that does not flash. */
export function pageWindow(options: BrowserWindowConstructorOptions): BrowserWindow {
  const window = new BrowserWindow({
    show: false,
    backgroundColor: "#141718",
    title: app.name,
    ...options,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window.once("ready-to-show", () => window.show());
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    if (reason !== "clean-exit") setTimeout(() => window.isDestroyed() || window.reload(), RELOAD_AFTER_MS);
  });
  return window;
}

/** Shows a place in the program, such as `#/wall`. When only what follows the `#` changes the page stays. */
export function showPlace(window: BrowserWindow, hash: string): void {
  // A load that is overtaken by the next one rejects, which is no failure.
  window.loadURL(PAGE + hash).catch(() => undefined);
}
