import { afterEach, beforeEach, expect, it } from "vitest";
import { addToMinute } from "../../../electron/engine/store/rollups.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

it("adds up counts per minute, source and severity", () => {
  const row = { scope: DEFAULT_SCOPE, minute: 100, sourceId: "prom", severity: 3, opened: 1, repeated: 5, resolved: 0 };
  addToMinute(store.db, [row, { ...row, severity: 4 }, { ...row, opened: 2, resolved: 1 }]);
  addToMinute(store.db, [{ ...row, minute: 101 }, row]);
  expect(
    store.db.prepare("SELECT minute, severity, opened, repeated, resolved FROM alert_minute ORDER BY 1, 2").raw().all(),
  ).toEqual([
    [100, 3, 4, 15, 1],
    [100, 4, 1, 5, 0],
    [101, 3, 1, 5, 0],
  ]);
});
