import { isSecretName } from "../secrets/reference.ts";
import type { SecretStore } from "../secrets/store.ts";

/** Secrets that somebody else keeps safe: `keep` gets all of them after each change and resolves when they are. */
export interface KeptSecrets extends SecretStore {
  /** Resolves when the last change is safe; rejects when it could not be kept. */
  settled(): Promise<void>;
}

/**
 * The system's store of the shell. What an earlier headless run left in the folder's file is read too, so that both use
 * the same pseudonyms; new values go to the system's store alone.
 */
export function keptSecrets(
  initial: Readonly<Record<string, string>>,
  earlier: SecretStore,
  keep: (values: Record<string, string>) => Promise<void>,
): KeptSecrets {
  const values = new Map(Object.entries(initial));
  let settled: Promise<void> = Promise.resolve();
  const save = (): void => {
    const saving = keep(Object.fromEntries(values));
    // Whoever awaits `settled` learns of a failure; nobody has to.
    saving.catch(() => undefined);
    settled = saving;
  };
  return {
    get: (name) => values.get(name) ?? earlier.get(name),
    set(name, value) {
      if (!isSecretName(name)) throw new RangeError(`a secret cannot be called "${name}"`);
      values.set(name, value);
      save();
    },
    remove(name) {
      const removed = values.delete(name);
      if (removed) save();
      return earlier.remove(name) || removed;
    },
    names: () => [...new Set([...values.keys(), ...earlier.names()])],
    settled: () => settled,
  };
}
