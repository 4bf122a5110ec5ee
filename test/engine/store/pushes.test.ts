import { afterEach, beforeEach, expect, it } from "vitest";
import { isKnownPush, rememberPush } from "../../../electron/engine/store/pushes.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

it("knows a push by its key, per source, and keeps nothing that tells the key", () => {
  expect(isKnownPush(store.db, "receiver", "anna@example.com")).toBe(false);
  rememberPush(store.db, "receiver", "anna@example.com", NOW);
  rememberPush(store.db, "receiver", "anna@example.com", NOW + 1);
  expect(isKnownPush(store.db, "receiver", "anna@example.com")).toBe(true);
  expect(isKnownPush(store.db, "other", "anna@example.com")).toBe(false);
  expect(store.db.prepare("SELECT key, at FROM push_key").all()).toEqual([
    { key: expect.stringMatching(/^[0-9a-f]{64}$/), at: NOW },
  ]);
});
