import { expect, it } from "vitest";
import { nearestOf } from "../../../electron/engine/config/nearest.ts";

it.each([
  ["ulr", "url"],
  ["URL", "url"],
  ["intervalSecond", "intervalSeconds"],
  ["pasword", "password"],
  ["prometeus", "prometheus"],
  ["prom", "prometheus"],
])("takes %s for %s", (written, meant) => {
  expect(nearestOf(written, ["url", "intervalSeconds", "password", "prometheus", "user"])).toBe(meant);
});

it("does not guess when nothing is near", () => {
  expect(nearestOf("timeout", ["url", "user"])).toBeUndefined();
  expect(nearestOf("x", [])).toBeUndefined();
});
