import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { safeStorage } from "electron";
import { z } from "zod";
import type { SecretPlace } from "../../shared/contract/shell.ts";
import { text } from "../../shared/strings/index.ts";

export interface ShellSecrets {
  place(): SecretPlace;
  /** Encrypts all of them and writes them. */
  keep(values: Record<string, string>): Promise<void>;
  /** What the operator has to know; null when all is well. */
  warning: string | null;
}

const Values = z.record(z.string(), z.string());

/** Secrets in a file that the system's own store encrypts. Where there is none the engine keeps them in a private file. */
export async function openSecrets(file: string): Promise<ShellSecrets> {
  const backend = await insecureBackend();
  if (backend !== null) {
    return {
      place: () => ({ kind: "file" }),
      keep: () => Promise.reject(new Error("the engine keeps the secrets by itself")),
      warning: text("shell.insecureSecrets", { backend }),
    };
  }
  const keep = async (values: Record<string, string>): Promise<void> => {
    writeWhole(file, await safeStorage.encryptStringAsync(JSON.stringify(values)));
  };
  const found = await decipher(file, keep);
  let values = found.values;
  return {
    place: () => ({ kind: "system", values }),
    async keep(changed) {
      await keep(changed);
      values = changed;
    },
    warning: found.warning,
  };
}

/** The name of what stands in for a secure store; null when there is one. `basic_text` encrypts with a well-known password. */
async function insecureBackend(): Promise<string | null> {
  const backend = process.platform === "linux" ? safeStorage.getSelectedStorageBackend() : process.platform;
  if (backend === "basic_text") return backend;
  return (await safeStorage.isAsyncEncryptionAvailable()) ? null : backend;
}

type Found = { values: Record<string, string>; warning: string | null };

async function decipher(file: string, keep: (values: Record<string, string>) => Promise<void>): Promise<Found> {
  if (!existsSync(file)) return { values: {}, warning: null };
  try {
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(readFileSync(file));
    const values = Values.parse(JSON.parse(result));
    if (shouldReEncrypt) await keep(values);
    return { values, warning: null };
  } catch (error) {
    const aside = `${file}.undecipherable`;
    renameSync(file, aside);
    const reason = error instanceof Error ? error.message : String(error);
    return { values: {}, warning: text("shell.undecipherable", { reason, file: aside }) };
  }
}

function writeWhole(file: string, content: Buffer): void {
  const fresh = `${file}.fresh`;
  writeFileSync(fresh, content, { mode: 0o600, flush: true });
  renameSync(fresh, file);
}
