import { afterEach, beforeEach, expect, it } from "vitest";
import { type ChangeRow, compareChange, putChange } from "../../../electron/engine/store/changes.ts";
import { EntityId } from "../../../shared/domain/entity.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const aChange: ChangeRow = {
  id: "deploy-1",
  scope: DEFAULT_SCOPE,
  entityId: EntityId.parse("checkout"),
  summary: "checkout 2.4.1",
  detail: null,
  by: "ci",
  at: NOW,
  endedAt: null,
  sourceId: "ci",
};
const stored = (sql: string) => store.db.prepare(sql).get();

it("tells a new change from one that says something else and from a repeat", () => {
  expect(compareChange(store.db, aChange)).toBe("new");
  expect(putChange(store.db, aChange, 1)).toBe("new");
  expect(putChange(store.db, aChange, 2)).toBe("same");
  expect(compareChange(store.db, { ...aChange, endedAt: NOW + 5 })).toBe("changed");
  expect(putChange(store.db, { ...aChange, endedAt: NOW + 5 }, 3)).toBe("changed");
  expect(stored("SELECT count(*) AS rows, ended_at AS endedAt, position FROM change")).toEqual({
    rows: 1,
    endedAt: NOW + 5,
    position: 3,
  });
});

it.each(["summary", "detail", "by"] as const)("notices another %s", (field) => {
  putChange(store.db, aChange, 1);
  expect(compareChange(store.db, { ...aChange, [field]: "other" })).toBe("changed");
});
