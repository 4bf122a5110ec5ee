import { expect, it } from "vitest";
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
