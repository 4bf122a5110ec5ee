import { describe, expect, it } from "vitest";
import { conditionOf, narrowed } from "../../../../electron/engine/connectors/prometheus/expression.ts";
import { unitOf } from "../../../../electron/engine/connectors/prometheus/units.ts";

describe("the condition of an alert", () => {
  it.each([
    ["queue_depth > 100", "queue_depth", 100],
    ['up{job="dead"} == 0', 'up{job="dead"}', 0],
    ["rate(errors_total[5m]) >= 0.5", "rate(errors_total[5m])", 0.5],
    ["a / b > bool 1e3", "a / b", 1000],
    ["100 < queue_depth", "queue_depth", 100],
    ["(queue_depth > 100)", "queue_depth", 100],
    ["(a + b) > (-5)", "a + b", -5],
    [
      "sum(rate(x[5m])) by (job) / sum(rate(y[5m])) by (job) > .05",
      "sum(rate(x[5m])) by (job) / sum(rate(y[5m])) by (job)",
      0.05,
    ],
    ['x{a=~">5",b!="<"} > 7', 'x{a=~">5",b!="<"}', 7],
    ["x{a='}'} > 7", "x{a='}'}", 7],
    ["a > 5 and on(job) b < 3", "a", 5],
    ["a > 5 unless b", "a", 5],
    ["order_total > 5", "order_total", 5],
    ["android_crashes > 2", "android_crashes", 2],
    ["a > 1 < 5", "a", 5],
    ["a > b", "a", null],
    ["absent(up)", "absent(up)", null],
    ["vector(1)", "vector(1)", null],
    ["", "", null],
  ])("%s", (expression, measured, threshold) => {
    expect(conditionOf(expression)).toEqual({ measured, threshold });
  });
});

it("narrows a plain selector to labels, quoting them, and nothing else", () => {
  expect(narrowed("up", { job: 'a"b\\' })).toBe('up{job="a\\"b\\\\"}');
  expect(narrowed('up{job="x", }', { instance: "i" })).toBe('up{job="x",instance="i"}');
  expect(narrowed("rate(x[5m])", { job: "a" })).toBe("rate(x[5m])");
});

it("tells units from names", () => {
  expect(unitOf("node_memory_free_bytes")).toBe("B");
  expect(unitOf('http_request_duration_seconds{quantile="0.9"}')).toBe("s");
  expect(unitOf("rate(node_network_receive_bytes_total[5m])")).toBe("B/s");
  expect(unitOf("queue_depth")).toBe("");
  expect(unitOf("a_bytes / b_bytes")).toBe("");
});
