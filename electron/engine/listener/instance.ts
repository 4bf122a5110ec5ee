import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { privateFolder, readPrivateJson, writePrivateFile } from "../secrets/private-file.ts";

/**
 * Where the engine of a data folder answers, and the token with which the command line on the same machine may call it.
 * The store's own lock says whether anybody works on the folder; this only tells how to reach them.
 */
const Instance = z.strictObject({ pid: z.int(), startedAt: z.int(), url: z.string(), token: z.string() });
export type Instance = z.infer<typeof Instance>;

const fileOf = (folder: string): string => path.join(folder, "instance.json");

/** Writes it down for the owner of the folder alone; returns what takes it away again. */
export function announceInstance(folder: string, instance: Instance): () => void {
  privateFolder(folder);
  writePrivateFile(fileOf(folder), JSON.stringify(instance));
  return () => {
    if (findInstance(folder)?.token === instance.token) rmSync(fileOf(folder), { force: true });
  };
}

/** What was last announced; undefined when nothing was. After a crash it can name a process that is gone. */
export function findInstance(folder: string): Instance | undefined {
  const file = fileOf(folder);
  if (!existsSync(file)) return undefined;
  return readPrivateJson(file, Instance);
}
