import { type BrowserWindow, type Rectangle, screen, type WebContents } from "electron";
import { pageWindow, showPlace } from "./page-window.ts";
import type { StateFile } from "./state.ts";

const SIZE = { width: 1600, height: 1000 };
const SMALLEST = { minWidth: 960, minHeight: 600 };

/** The operator's window: one, opened again when it was closed. */
export class Desk {
  readonly #state: StateFile;
  /** Whether closing only hides the window, so that it is back at once. */
  readonly #hides: () => boolean;
  #window: BrowserWindow | undefined;

  constructor(state: StateFile, hides: () => boolean) {
    this.#state = state;
    this.#hides = hides;
  }

  owns(contents: WebContents): boolean {
    return this.#window?.webContents === contents;
  }

  /** Brings the window to the front, at an incident when one is named. */
  show(incidentId?: string): void {
    const window = (this.#window ??= this.#open());
    if (incidentId !== undefined) showPlace(window, `#/incident/${encodeURIComponent(incidentId)}`);
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  #open(): BrowserWindow {
    const remembered = this.#state.current.desk;
    const place = remembered !== null && isVisible(remembered.bounds) ? remembered.bounds : SIZE;
    const window = pageWindow({ ...place, ...SMALLEST });
    if (remembered?.maximised === true) window.maximize();
    window.on("close", (event) => {
      this.#state.change({ desk: { bounds: window.getNormalBounds(), maximised: window.isMaximized() } });
      if (!this.#hides()) return;
      event.preventDefault();
      window.hide();
    });
    window.on("closed", () => (this.#window = undefined));
    showPlace(window, "");
    return window;
  }
}

/** A display may have gone since: a window whose middle is on none would open where nobody sees it. */
function isVisible({ x, y, width, height }: Rectangle): boolean {
  const middle = { x: x + width / 2, y: y + height / 2 };
  return screen
    .getAllDisplays()
    .some(
      ({ workArea: area }) =>
        middle.x >= area.x && middle.x < area.x + area.width && middle.y >= area.y && middle.y < area.y + area.height,
    );
}
