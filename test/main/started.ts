import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, vi } from "vitest";
import { type ShellArguments } from "../../electron/main/arguments.ts";
import { startShell } from "../../electron/main/shell.ts";
import type { FromEngineProcess } from "../../shared/contract/shell.ts";
import { type MenuItem, type StandInFrame, type StandInProcess, system } from "./electron-stand-in.ts";

/** Folders of one test: what the shell keeps, and what was built. */
export const folders = { userData: "", built: "" };

/** Gives every test of a file a system of its own. */
export function aFreshSystem(): void {
  beforeEach(() => {
    const folder = mkdtempSync(path.join(tmpdir(), "shell-"));
    Object.assign(folders, { userData: path.join(folder, "shell"), built: path.join(folder, "dist") });
    mkdirSync(folders.userData);
    mkdirSync(path.join(folders.built, "renderer", "assets"), { recursive: true });
    const page = '<meta name="csp-nonce" content="" /><div id="root"></div>';
    writeFileSync(path.join(folders.built, "renderer", "index.html"), page);
    writeFileSync(path.join(folders.built, "renderer", "assets", "index-abc.js"), "1;");
    system.reset(folders.userData);
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(path.dirname(folders.userData), { recursive: true, force: true });
  });
}

const PLAIN: ShellArguments = { dataFolder: null, configFile: null, demo: false, wall: false };

/** The shell with a running engine process. */
export async function startedShell(given: Partial<ShellArguments> = {}): Promise<StandInProcess> {
  await startShell({ ...PLAIN, ...given }, folders.built);
  return spawned();
}

/** Lets the newest engine process run. */
export function spawned(): StandInProcess {
  const child = system.processes.at(-1)!;
  child.emit("spawn");
  return child;
}

export const says = (child: StandInProcess, message: FromEngineProcess): void => void child.emit("message", message);

/** Messages of one kind that a process was told. */
export const toldOf = (child: StandInProcess, kind: string) =>
  child.told.filter(({ message }) => message.kind === kind);

/** As the preload asks for a port. */
export async function asksForPort(sender: { mainFrame: StandInFrame }, frame = sender.mainFrame): Promise<void> {
  const { ipcMain } = await import("./electron-stand-in.ts");
  ipcMain.emit("engine:connect", { sender, senderFrame: frame });
}

/** An item of a menu by the beginning of its label, wherever it stands. */
export function itemOf(menu: readonly MenuItem[], label: string): MenuItem {
  const all = (items: readonly MenuItem[]): MenuItem[] => items.flatMap((item) => [item, ...all(item.submenu ?? [])]);
  const found = all(menu).find((item) => item.label?.startsWith(label));
  if (found === undefined) throw new Error(`the menu has no ${label}`);
  return found;
}
