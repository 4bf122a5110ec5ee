import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { underLock } from "./file-lock.ts";
import { privateFolder, readPrivateJson, writePrivateFile } from "./private-file.ts";
import { isSecretName } from "./reference.ts";
import type { SecretStore } from "./store.ts";

const Stored = z.strictObject({ version: z.literal(1), secrets: z.record(z.string(), z.string()) });

/**
 * Secrets in `secrets.json`, readable by its owner alone, in a folder that is too.
 * @throws when the file is there but unreadable, malformed or open to others: starting anew would lose keys in silence.
 */
export function fileSecretStore(folder: string): SecretStore {
  const file = path.join(folder, "secrets.json");
  const load = (): Map<string, string> => {
    if (!existsSync(file)) return new Map();
    return new Map(Object.entries(readPrivateJson(file, Stored).secrets));
  };
  /** The engine and the command line both write the file: what the other has just stored must not be lost. */
  const change = (edit: (secrets: Map<string, string>) => boolean): boolean => {
    privateFolder(folder);
    return underLock(`${file}.lock`, () => {
      const secrets = load();
      const changed = edit(secrets);
      if (changed)
        writePrivateFile(file, JSON.stringify({ version: 1, secrets: Object.fromEntries(secrets) }, null, 2));
      return changed;
    });
  };
  return {
    get: (name) => load().get(name),
    set(name, value) {
      if (!isSecretName(name)) throw new RangeError(`a secret cannot be called "${name}"`);
      change((secrets) => secrets.set(name, value).has(name));
    },
    remove: (name) => load().has(name) && change((secrets) => secrets.delete(name)),
    names: () => [...load().keys()],
  };
}

/** Reads what systemd passed with `LoadCredential=`; undefined when it passed nothing of that name. */
export function systemCredential(name: string, folder: string | undefined): string | undefined {
  if (folder === undefined || !isSecretName(name)) return undefined;
  const file = path.join(folder, name);
  return existsSync(file) ? withoutLineEnd(readFileSync(file, "utf8")) : undefined;
}

/** Editors and `echo` end a file with a line break that is no part of a secret. */
export const withoutLineEnd = (text: string): string => text.replace(/\r?\n$/, "");
