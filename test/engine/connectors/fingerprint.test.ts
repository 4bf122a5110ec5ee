import fc from "fast-check";
import { expect, it } from "vitest";
import { fingerprintOf } from "../../../electron/engine/connectors/fingerprint.ts";

/** FNV-1a as its definition has it. */
function reference(labels: Record<string, string>): string {
  let hash = 0xcbf29ce484222325n;
  for (const name of Object.keys(labels).sort()) {
    for (const byte of [...Buffer.from(name), 255, ...Buffer.from(labels[name]!), 255]) {
      hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    }
  }
  return hash.toString(16).padStart(16, "0");
}

it("is FNV-1a of 64 bits over the UTF-8 of all names and values", () => {
  expect(reference({})).toBe("cbf29ce484222325");
  expect(fingerprintOf([], {})).toBe("cbf29ce484222325");
  const label = fc
    .string({ unit: "grapheme", maxLength: 12 })
    .filter((text) => text !== "__proto__" && text.isWellFormed());
  fc.assert(
    fc.property(
      fc.dictionary(label, label, { noNullPrototype: true }),
      (labels) => fingerprintOf(Object.keys(labels), labels) === reference(labels),
    ),
  );
});

it("does not depend on the order of the labels", () => {
  expect(fingerprintOf(["a", "b"], { a: "1", b: "2" })).toBe(fingerprintOf(["b", "a"], { b: "2", a: "1" }));
});
