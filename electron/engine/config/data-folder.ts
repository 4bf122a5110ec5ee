import os from "node:os";
import path from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the data lives when nobody says otherwise: the place that each system keeps for it. */
export function defaultDataFolder(environment: Environment, platform: NodeJS.Platform, home = os.homedir()): string {
  if (platform === "win32")
    return path.win32.join(environment.LOCALAPPDATA ?? path.win32.join(home, "AppData", "Local"), "Watchfloor");
  if (platform === "darwin") return path.posix.join(home, "Library", "Application Support", "Watchfloor");
  const base = environment.XDG_DATA_HOME;
  return path.posix.join(
    base !== undefined && path.posix.isAbsolute(base) ? base : path.posix.join(home, ".local", "share"),
    "watchfloor",
  );
}

/** The demo has a folder of its own, so that it never mixes with real data. */
export const engineFolder = (dataFolder: string, demo: boolean): string =>
  demo ? path.join(dataFolder, "demo") : dataFolder;

export const databaseFile = (engineDataFolder: string): string => path.join(engineDataFolder, "watchfloor.db");

/** The configuration that is used when no file is named; it need not be there. */
export const defaultConfigFile = (dataFolder: string): string => path.join(dataFolder, "watchfloor.yaml");
