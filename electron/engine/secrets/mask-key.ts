import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { SecretStore } from "./store.ts";

/** The key behind the pseudonyms that masking writes, and the id that stands in each of them. */
export type MaskKey = { keyId: string; key: Buffer };

const STORED_AS = "mask-keys";
const KEY_BYTES = 32;

/** Newest first. Old keys stay: they say which pseudonyms belong together. */
const Keys = z.array(z.strictObject({ keyId: z.string(), key: z.base64() })).min(1);

function storedKeys(store: SecretStore): z.infer<typeof Keys> | undefined {
  const stored = store.get(STORED_AS);
  return stored === undefined ? undefined : Keys.parse(JSON.parse(stored));
}

/** The key in force, made at the first start. */
export function maskKey(store: SecretStore): MaskKey {
  const [current] = storedKeys(store) ?? addKey(store, []);
  return { keyId: current!.keyId, key: Buffer.from(current!.key, "base64") };
}

/** Puts a new key in force: pseudonyms written from now on cannot be compared with earlier ones. */
export function rotateMaskKey(store: SecretStore): MaskKey {
  addKey(store, storedKeys(store) ?? []);
  return maskKey(store);
}

function addKey(store: SecretStore, older: z.infer<typeof Keys>): z.infer<typeof Keys> {
  const keys = [{ keyId: `k${older.length + 1}`, key: randomBytes(KEY_BYTES).toString("base64") }, ...older];
  store.set(STORED_AS, JSON.stringify(keys));
  return keys;
}
