import { engineFolder } from "../../electron/engine/config/data-folder.ts";
import { findInstance } from "../../electron/engine/listener/instance.ts";

/** The token with which programs of this machine call the engine that works on a folder. */
export function localToken(dataFolder: string, demo = false): string {
  const instance = findInstance(engineFolder(dataFolder, demo));
  if (instance === undefined) throw new Error(`no engine answers for ${dataFolder}`);
  return instance.token;
}
