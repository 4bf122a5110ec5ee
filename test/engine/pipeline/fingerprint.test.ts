import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { fingerprintOf } from "../../../electron/engine/pipeline/fingerprint.ts";
import { DEFAULT_SCOPE, type Scope } from "../../../shared/domain/scope.ts";

const labels = { service: "checkout", severity: "critical" };
const none = new Set<string>();
const base = fingerprintOf(DEFAULT_SCOPE, "Latency", labels, none);

it("is the same whatever the order of the labels", () => {
  expect(fingerprintOf(DEFAULT_SCOPE, "Latency", { severity: "critical", service: "checkout" }, none)).toBe(base);
});

it("leaves out which replica spoke and what the server adds for the outside", () => {
  const told = { ...labels, prometheus_replica: "b", site: "lab", alertname: "Latency" };
  expect(fingerprintOf(DEFAULT_SCOPE, "Latency", told, new Set(["site"]))).toBe(base);
  expect(fingerprintOf(DEFAULT_SCOPE, "Latency", told, none)).not.toBe(base);
});

it("differs by name, label and scope", () => {
  const others = [
    fingerprintOf(DEFAULT_SCOPE, "Errors", labels, none),
    fingerprintOf(DEFAULT_SCOPE, "Latency", { ...labels, service: "cart" }, none),
    fingerprintOf("team-b" as Scope, "Latency", labels, none),
  ];
  expect(new Set([base, ...others]).size).toBe(4);
});

it("does not let a value reach over into the next label", () => {
  const a = fingerprintOf(DEFAULT_SCOPE, "x", { a: "1", b: "2" }, none);
  expect(fingerprintOf(DEFAULT_SCOPE, "x", { a: "1b2" }, none)).not.toBe(a);
});

it("keeps nothing in memory but itself", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  /** Bytes of the heap that a text takes. */
  const sizeOf = (make: (index: number) => string): number => {
    const kept: string[] = Array.from({ length: 20_000 }, () => "");
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let index = 0; index < kept.length; index++) kept[index] = make(index);
    collect();
    return (process.memoryUsage().heapUsed - before) / kept.length;
  };
  const bytes = Buffer.alloc(base.length);
  const copied = sizeOf((index) => bytes.fill(String(index)).toString("latin1"));
  const made = sizeOf((index) => fingerprintOf(DEFAULT_SCOPE, "Latency", { service: `service-${index}` }, none));
  expect(copied).toBeGreaterThan(base.length);
  expect(made).toBeLessThan(copied * 1.4);
});
