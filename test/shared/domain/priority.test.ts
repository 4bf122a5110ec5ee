import { expect, it } from "vitest";
import { priorityOf, type Urgency } from "../../../shared/domain/priority.ts";

const urgency = (more: Partial<Urgency> = {}): number =>
  priorityOf({ severity: "major", unacknowledged: false, alerts: 1, moving: false, ...more });

it("puts an acknowledged critical below an unacknowledged major and above an unacknowledged minor", () => {
  const critical = urgency({ severity: "critical" });
  expect(critical).toBeLessThan(urgency({ unacknowledged: true }));
  expect(critical).toBeGreaterThan(urgency({ severity: "minor", unacknowledged: true }));
});

it("never lets breadth and movement outweigh a step of severity", () => {
  expect(urgency({ severity: "minor", alerts: 1_000_000, moving: true })).toBeLessThan(urgency());
});

it("orders by breadth and movement what is equal otherwise", () => {
  expect(urgency({ alerts: 10 })).toBeGreaterThan(urgency({ alerts: 9 }));
  expect(urgency({ alerts: 10_000 })).toBe(urgency({ alerts: 1_000_000 }));
  expect(urgency({ moving: true })).toBeGreaterThan(urgency({ alerts: 90 }));
  expect(urgency({ alerts: 0 })).toBe(urgency({ alerts: 1 }));
});
