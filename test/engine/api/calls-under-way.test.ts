import { createRouterClient } from "@orpc/server";
import { expect, it } from "vitest";
import { createRouter } from "../../../electron/engine/api/router.ts";
import type { LongRead } from "../../../electron/engine/store/read-long.ts";
import { aCaller as anOperator, anAccess } from "../../builders/engineAccess.ts";
import { Estate } from "../../builders/estate.ts";
import { beginCall, CALLS_AT_ONCE } from "../../../electron/engine/api/calls-under-way.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import type { Caller } from "../../../shared/domain/session.ts";

const aCaller = (): Caller => ({ name: "floor", scopes: [DEFAULT_SCOPE], permissions: ["read"] });

it("lets a hundred calls of one caller be under way, whatever others do, and the next when one has ended", () => {
  const caller = aCaller();
  const begun = Array.from({ length: CALLS_AT_ONCE }, () => beginCall(caller));
  expect(begun.every((ended) => ended !== undefined)).toBe(true);
  expect(beginCall(caller)).toBeUndefined();
  expect(beginCall(aCaller())).toBeDefined();
  begun[0]!();
  expect(beginCall(caller)).toBeDefined();
  expect(beginCall(caller)).toBeUndefined();
});

it("tells other threads how many reads are under way, however they end, and counts no call that writes", async () => {
  const estate = new Estate();
  try {
    let fail = (_reason: Error): void => {};
    const pending = new Promise<never>((_resolve, reject) => (fail = reject));
    const access = anAccess(estate, { longRead: (() => pending) as LongRead });
    access.answer("addChange", { ok: false, error: { code: "BUSY", reason: { code: "command.failed", params: {} } } });
    const api = createRouterClient(
      createRouter(access, () => {}),
      { context: { caller: anOperator() } },
    );
    const reads = [api.search.find({ text: "a" }), api.alerts.list({ order: "count" })].map((read) =>
      read.catch(() => "failed"),
    );
    const write = api.changes.add({ entity: "orders-db", summary: "deploy" }).catch(() => "failed");
    await api.alerts.counts();
    expect(Atomics.load(access.reads, 0)).toBe(2);
    fail(new Error("the reader worker stopped"));
    expect(await Promise.all([...reads, write])).toEqual(["failed", "failed", "failed"]);
    expect(Atomics.load(access.reads, 0)).toBe(0);
  } finally {
    estate.close();
  }
});

it("counts no subscription, however long it lasts", async () => {
  const estate = new Estate();
  try {
    const access = anAccess(estate);
    const api = createRouterClient(createRouter(access), { context: { caller: anOperator() } });
    const updates = await api.updates.watch({});
    const first = updates.next();
    expect(Atomics.load(access.reads, 0)).toBe(0);
    access.announce(["alerts"], 1);
    expect((await first).done).toBe(false);
    expect(Atomics.load(access.reads, 0)).toBe(0);
    await updates.return();
  } finally {
    estate.close();
  }
});
