import { type BrowserWindow, type Display, powerSaveBlocker, screen, type WebContents } from "electron";
import { pageWindow, showPlace } from "./page-window.ts";
import type { StateFile } from "./state.ts";

/** A page that does not answer for this long is loaded again: nobody stands at a wall to do it. */
const UNRESPONSIVE_MS = 15_000;

type Around = { onChanged(): void; isEnding(): boolean };

/** The walls: one on each display that was chosen, remembered while a display is away. */
export class Walls {
  readonly #state: StateFile;
  readonly #around: Around;
  readonly #open = new Map<number, BrowserWindow>();
  #awake: number | undefined;

  constructor(state: StateFile, around: Around) {
    this.#state = state;
    this.#around = around;
  }

  /** Opens the remembered ones and follows displays as they come, go and change. @returns how many are open */
  start(): number {
    screen.on("display-added", () => this.#arrange());
    screen.on("display-removed", () => this.#arrange());
    screen.on("display-metrics-changed", (_event, display) => this.#open.get(display.id)?.setBounds(display.bounds));
    this.#arrange();
    return this.#open.size;
  }

  owns(contents: WebContents): boolean {
    return [...this.#open.values()].some((window) => window.webContents === contents);
  }

  isOn(displayId: number): boolean {
    return this.#state.current.walls.includes(displayId);
  }

  /** Puts the wall on a display, or takes it away. */
  set(displayId: number, on: boolean): void {
    const others = this.#state.current.walls.filter((id) => id !== displayId);
    this.#state.change({ walls: on ? [...others, displayId] : others });
    this.#arrange();
  }

  /** Makes what is open what was chosen, as far as the displays are there. */
  #arrange(): void {
    const wanted = new Map(
      screen.getAllDisplays().flatMap((display) => (this.isOn(display.id) ? [[display.id, display]] : [])),
    );
    for (const [id, window] of this.#open) {
      if (wanted.has(id)) continue;
      this.#open.delete(id);
      window.destroy();
    }
    for (const [id, display] of wanted) if (!this.#open.has(id)) this.#open.set(id, this.#openOn(display));
    this.#keepAwake(this.#open.size > 0);
    this.#around.onChanged();
  }

  #openOn({ id, bounds }: Display): BrowserWindow {
    const window = pageWindow({ ...bounds, frame: false, kiosk: true, autoHideMenuBar: true });
    let reload: NodeJS.Timeout | undefined;
    window.on(
      "unresponsive",
      () => (reload = setTimeout(() => window.isDestroyed() || window.reload(), UNRESPONSIVE_MS)),
    );
    window.on("responsive", () => clearTimeout(reload));
    // Closed by a person, neither because its display went away nor because the app ends.
    window.on("close", () => {
      if (this.#around.isEnding()) return;
      this.#open.delete(id);
      this.set(id, false);
    });
    showPlace(window, `#/wall?display=${id}`);
    return window;
  }

  #keepAwake(on: boolean): void {
    if (on) this.#awake ??= powerSaveBlocker.start("prevent-display-sleep");
    else if (this.#awake !== undefined) {
      powerSaveBlocker.stop(this.#awake);
      this.#awake = undefined;
    }
  }
}
