import { Menu, nativeImage, Tray } from "electron";
import type { WaitingIncident } from "../../shared/contract/shell.ts";
import { worstOf } from "../../shared/domain/severity.ts";
import { text } from "../../shared/strings/index.ts";
import { type MenuContext, trayMenu } from "./menu.ts";

/** The icon in the system's tray: what waits as its tip, everything that can be chosen as its menu. */
export class TrayIcon {
  readonly #tray: Tray;
  readonly #context: MenuContext;

  constructor(imageFile: string, context: MenuContext) {
    this.#context = context;
    this.#tray = new Tray(nativeImage.createFromPath(imageFile));
    this.#tray.on("click", () => context.showDesk());
    this.updateMenu();
    this.updateTip([], 0);
  }

  updateMenu(): void {
    this.#tray.setContextMenu(Menu.buildFromTemplate(trayMenu(this.#context)));
  }

  updateTip(waiting: readonly WaitingIncident[], count: number): void {
    const severity = text(`severity.${worstOf(waiting.map((incident) => incident.severity))}`);
    const tip = count === 0 ? text("shell.trayQuiet") : text("shell.trayWaiting", { count, severity });
    this.#tray.setToolTip(tip);
  }
}
