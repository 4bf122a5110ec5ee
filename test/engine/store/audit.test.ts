import { afterEach, beforeEach, expect, it } from "vitest";
import { appendAudit, GENESIS, type NewAuditEntry, verifyAudit } from "../../../electron/engine/store/audit.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const anEntry = (more: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  at: NOW,
  by: "ada",
  scope: "default",
  action: "acknowledge",
  target: "INC-AAAA",
  outcome: "allowed",
  detail: { items: 3, note: "ä" },
  ...more,
});

function append(count: number): void {
  store.db.exec("BEGIN");
  for (let number = 0; number < count; number++) appendAudit(store.db, anEntry({ target: `target-${number}` }));
  store.db.exec("COMMIT");
}

it("is whole while it is empty, and begins at a constant", () => {
  expect(verifyAudit(store.db)).toEqual({ ok: true, entries: 0, brokenAt: null });
  const first = appendAudit(store.db, anEntry());
  expect(first).toMatchObject({ ...anEntry(), sequence: 1 });
  expect(first.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(store.db.prepare("SELECT previous_hash FROM audit").pluck().get()).toBe(GENESIS);
});

it("chains entries over a page, and over closing the file", () => {
  append(1_001);
  store.close();
  append(1);
  expect(verifyAudit(store.db)).toEqual({ ok: true, entries: 1_002, brokenAt: null });
});

it("gives equal content the same hash whatever the order of keys", () => {
  const one = new StoreFile();
  const left = appendAudit(store.db, anEntry({ detail: { a: 1, b: { c: [1, { d: 2, e: 3 }] } } }));
  const right = appendAudit(one.db, anEntry({ detail: { b: { c: [1, { e: 3, d: 2 }] }, a: 1 } }));
  one.remove();
  expect(left.hash).toBe(right.hash);
});

const COLUMNS = ["at", "by", "scope", "action", "target", "outcome", "detail", "previous_hash", "hash"] as const;

it.each(COLUMNS)("notices that the column %s of an entry was changed", (column) => {
  append(5);
  const value = column === "at" ? "at + 1" : column === "outcome" ? "'denied'" : `${column} || 'x'`;
  store.db.exec(`UPDATE audit SET ${column} = ${value} WHERE sequence = 3`);
  expect(verifyAudit(store.db)).toEqual({ ok: false, entries: 2, brokenAt: 3 });
});

it("notices that an entry was removed, swapped or written in between", () => {
  append(5);
  store.db.exec("SAVEPOINT s; DELETE FROM audit WHERE sequence = 2");
  expect(verifyAudit(store.db)).toMatchObject({ ok: false, brokenAt: 2 });
  store.db.exec(
    "ROLLBACK TO s; UPDATE audit SET sequence = 99 WHERE sequence = 2; UPDATE audit SET sequence = 2 WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = 99",
  );
  expect(verifyAudit(store.db)).toMatchObject({ ok: false, brokenAt: 2 });
  store.db.exec("ROLLBACK TO s; DELETE FROM audit WHERE sequence = 1");
  expect(verifyAudit(store.db)).toMatchObject({ ok: false, brokenAt: 1 });
  store.db.exec("ROLLBACK TO s; RELEASE s");
  expect(verifyAudit(store.db).ok).toBe(true);
});
