import { afterEach, beforeEach, expect, it } from "vitest";
import {
  dueItems,
  findItem,
  insertItem,
  itemsOfIncident,
  latestOf,
  type NewOutboxRow,
  isBeingUndone,
  overdueItems,
  sourcesWithDue,
  updateItem,
} from "../../../electron/engine/store/outbox.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const anItem = (id: string, more: Partial<NewOutboxRow> = {}): NewOutboxRow => ({
  id,
  scope: DEFAULT_SCOPE,
  kind: "acknowledge",
  idempotencyKey: id,
  alertId: 1,
  incidentId: "INC-AAAA",
  sourceId: "alertmanager",
  handle: "h1",
  seenVersion: 2,
  by: "ada",
  note: "on it",
  createdAt: NOW,
  until: NOW + 60_000,
  nextAttemptAt: NOW,
  undoes: null,
  ...more,
});

it("queues an action and gives it back", () => {
  const queued = insertItem(store.db, anItem("one"));
  expect(queued).toEqual({
    ...anItem("one"),
    state: "queued",
    updatedAt: NOW,
    effectId: null,
    attempts: 0,
    outcome: null,
  });
  expect(findItem(store.db, "one")).toEqual(queued);
  expect(findItem(store.db, "two")).toBeUndefined();
  expect(() => insertItem(store.db, anItem("two", { idempotencyKey: "one" }))).toThrow("UNIQUE");
});

it("changes what a patch names and nothing else, also to nothing", () => {
  insertItem(store.db, anItem("one"));
  const outcome = { ours: { code: "a", params: {} }, theirs: { code: "b", params: { by: "eve" } } };
  expect(updateItem(store.db, "one", { state: "conflict", outcome, nextAttemptAt: null, attempts: 2 })).toMatchObject({
    ...anItem("one"),
    state: "conflict",
    outcome,
    nextAttemptAt: null,
    attempts: 2,
  });
  expect(updateItem(store.db, "one", { outcome: null, effectId: "s1" })).toMatchObject({
    state: "conflict",
    outcome: null,
    effectId: "s1",
  });
  expect(updateItem(store.db, "one", {})).toEqual(findItem(store.db, "one"));
  expect(() => updateItem(store.db, "two", { state: "sent" })).toThrow("two");
});

it("gives what is due to the millisecond, longest waiting first, and never what has ended", () => {
  insertItem(store.db, anItem("later", { nextAttemptAt: NOW + 1 }));
  insertItem(store.db, anItem("now"));
  insertItem(store.db, anItem("first", { nextAttemptAt: NOW - 5 }));
  insertItem(store.db, anItem("ended"));
  updateItem(store.db, "ended", { state: "confirmed" });
  insertItem(store.db, anItem("resting", { nextAttemptAt: null }));
  const due = (limit: number) => dueItems(store.db, "alertmanager", NOW, limit).map(({ id }) => id);
  expect(due(10)).toEqual(["first", "now"]);
  expect(due(1)).toEqual(["first"]);
  expect(dueItems(store.db, "other", NOW, 10)).toEqual([]);
});

it("knows the sources that something is due for, what is too late to be sent, and what is being taken back", () => {
  insertItem(store.db, anItem("one", { until: NOW }));
  insertItem(store.db, anItem("in time", { until: NOW + 1 }));
  insertItem(store.db, anItem("elsewhere", { sourceId: "zabbix" }));
  insertItem(store.db, anItem("later", { sourceId: "nagios", nextAttemptAt: NOW + 1 }));
  expect(sourcesWithDue(store.db, NOW)).toEqual(["alertmanager", "zabbix"]);
  expect(overdueItems(store.db, "alertmanager", NOW, 10).map(({ id }) => id)).toEqual(["one"]);
  insertItem(store.db, anItem("undo", { kind: "undo", undoes: "one", until: null }));
  expect(["one", "in time"].map((id) => isBeingUndone(store.db, id))).toEqual([true, false]);
  updateItem(store.db, "undo", { state: "confirmed" });
  expect(isBeingUndone(store.db, "one")).toBe(false);
});

it("finds the newest action upon an alert, also within one millisecond, and those of an incident oldest first", () => {
  insertItem(store.db, anItem("one"));
  insertItem(store.db, anItem("two"));
  insertItem(store.db, anItem("other", { alertId: 2, createdAt: NOW - 1 }));
  expect(latestOf(store.db, 1)?.id).toBe("two");
  expect(latestOf(store.db, 3)).toBeUndefined();
  expect(itemsOfIncident(store.db, "INC-AAAA").map(({ id }) => id)).toEqual(["other", "one", "two"]);
});
