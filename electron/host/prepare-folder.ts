import type { Message } from "../../shared/domain/message.ts";
import { privateFolder, SharedFolder } from "../engine/secrets/private-file.ts";
import { problemOf } from "../engine/store/problem.ts";
import { lockWriter } from "../engine/store/writer-lock.ts";

export type PreparedFolder =
  { kind: "ready" } | { kind: "taken"; pid: number | undefined } | { kind: "unusable"; problem: Message };

/**
 * Makes the folders and sees whether somebody works on them. The lock is given back at once: the ingest thread takes it
 * for good, and says so if somebody was quicker.
 */
export function prepareFolder(engineDataFolder: string, dataFolder: string, now: number): PreparedFolder {
  try {
    privateFolder(dataFolder);
    privateFolder(engineDataFolder);
    const taken = lockWriter(engineDataFolder, now);
    if ("holder" in taken) return { kind: "taken", pid: taken.holder?.pid };
    taken.lock.release();
    return { kind: "ready" };
  } catch (error) {
    if (error instanceof SharedFolder)
      return { kind: "unusable", problem: { code: "commandLine.sharedFolder", params: { folder: error.folder } } };
    const problem = problemOf(error, engineDataFolder);
    if (problem === undefined) throw error;
    return { kind: "unusable", problem: problem.message };
  }
}
