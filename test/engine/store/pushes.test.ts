import { afterEach, beforeEach, expect, it } from "vitest";
import { rememberPush } from "../../../electron/engine/store/pushes.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

it("knows a push by its key, per source", () => {
  expect(rememberPush(store.db, "otlp", "k1", NOW)).toBe(true);
  expect(rememberPush(store.db, "otlp", "k1", NOW + 1)).toBe(false);
  expect(rememberPush(store.db, "webhook", "k1", NOW)).toBe(true);
});
