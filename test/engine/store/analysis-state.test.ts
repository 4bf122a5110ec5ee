import { afterEach, beforeEach, expect, it } from "vitest";
import { loadQuarantine, quarantine } from "../../../electron/engine/store/analysis-state.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

it("keeps quarantined events in the order of the log, each once", () => {
  quarantine(store.db, { partition: 1, position: 12 }, "boom", NOW);
  quarantine(store.db, { partition: 0, position: 7 }, "boom", NOW);
  quarantine(store.db, { partition: 0, position: 7 }, "again", NOW + 1);
  expect(loadQuarantine(store.db)).toEqual([
    { partition: 0, position: 7 },
    { partition: 1, position: 12 },
  ]);
});
