import { app, type MenuItemConstructorOptions, screen } from "electron";
import { Severity } from "../../shared/domain/severity.ts";
import { text } from "../../shared/strings/index.ts";
import type { StateFile } from "./state.ts";
import type { Walls } from "./walls.ts";

export type MenuContext = {
  state: StateFile;
  walls: Pick<Walls, "isOn" | "set">;
  /** null when secrets are safe. */
  secretsWarning: string | null;
  showDesk(): void;
  showSecretsWarning(): void;
  setListening(on: boolean): void;
  checkUpdates(): void;
  changed(): void;
};

/** The menu of the windows. */
export function windowMenu(context: MenuContext): MenuItemConstructorOptions[] {
  return [
    ...(process.platform === "darwin" ? [{ role: "appMenu" } as const] : []),
    {
      label: text("shell.fileMenu"),
      submenu: [...choices(context), { type: "separator" }, { role: "close" }, { role: "quit" }],
    },
    { role: "editMenu" },
    { role: "viewMenu" },
    { label: text("shell.wallMenu"), submenu: wallItems(context) },
    { role: "windowMenu" },
  ];
}

/** The menu of the icon in the tray. */
export function trayMenu(context: MenuContext): MenuItemConstructorOptions[] {
  return [
    { label: text("shell.openDesk"), click: () => context.showDesk() },
    { type: "separator" },
    ...wallItems(context),
    { type: "separator" },
    ...choices(context),
    { type: "separator" },
    { label: text("shell.quit"), click: () => app.quit() },
  ];
}

function wallItems({ walls }: MenuContext): MenuItemConstructorOptions[] {
  return screen.getAllDisplays().map(({ id, label }, index) => ({
    label: text("shell.wallOn", { display: label || text("shell.display", { number: index + 1 }) }),
    type: "checkbox",
    checked: walls.isOn(id),
    click: ({ checked }) => walls.set(id, checked),
  }));
}

function choices(context: MenuContext): MenuItemConstructorOptions[] {
  const { state, secretsWarning } = context;
  return [
    { label: text("shell.notifyMenu"), submenu: notifyItems(context) },
    checkbox(text("shell.keepWatching"), state.current.keepWatching, (keepWatching) => {
      state.change({ keepWatching });
      context.changed();
    }),
    checkbox(text("shell.listen"), state.current.listen, context.setListening),
    ...(state.current.updateFeed === null
      ? []
      : [{ label: text("shell.checkUpdates"), click: () => context.checkUpdates() }]),
    ...(secretsWarning === null
      ? []
      : [{ label: text("shell.secretsNotice"), click: () => context.showSecretsWarning() }]),
  ];
}

function notifyItems({ state, changed }: MenuContext): MenuItemConstructorOptions[] {
  return Severity.options.toReversed().map((severity) =>
    checkbox(text(`severity.${severity}`), state.current.notify.includes(severity), (on) => {
      const others = state.current.notify.filter((other) => other !== severity);
      state.change({ notify: on ? [...others, severity] : others });
      changed();
    }),
  );
}

const checkbox = (label: string, checked: boolean, set: (on: boolean) => void): MenuItemConstructorOptions => ({
  label,
  type: "checkbox",
  checked,
  click: (item) => set(item.checked),
});
