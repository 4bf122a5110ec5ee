import { randomBytes } from "node:crypto";
import { z } from "zod";
import { MASK_KEYS } from "./internal.ts";
import type { SecretStore } from "./store.ts";

/** The key behind the pseudonyms that masking writes, and the id that stands in each of them. */
export type MaskKey = {
  keyId: string;
  /** 256 random bits in base64. */
  key: string;
};

const KEY_BYTES = 32;

/** Newest first. Old keys stay: they say which pseudonyms belong together. */
const Keys = z.array(z.strictObject({ keyId: z.string(), key: z.base64() })).min(1);

function storedKeys(store: SecretStore): z.infer<typeof Keys> | undefined {
  const stored = store.get(MASK_KEYS);
  return stored === undefined ? undefined : Keys.parse(JSON.parse(stored));
}

/** The key in force, made at the first start. */
export function maskKey(store: SecretStore): MaskKey {
  const [current] = storedKeys(store) ?? addKey(store, []);
  return { keyId: current!.keyId, key: current!.key };
}

/** Puts a new key in force: pseudonyms written from now on cannot be compared with earlier ones. */
export function rotateMaskKey(store: SecretStore): MaskKey {
  addKey(store, storedKeys(store) ?? []);
  return maskKey(store);
}

/** Random, so that two hosts that began on the same folder never give one name to two keys. */
const newKeyId = (): string => `k${randomBytes(4).toString("hex")}`;

function addKey(store: SecretStore, older: z.infer<typeof Keys>): z.infer<typeof Keys> {
  const keys = [{ keyId: newKeyId(), key: randomBytes(KEY_BYTES).toString("base64") }, ...older];
  store.set(MASK_KEYS, JSON.stringify(keys));
  return keys;
}
