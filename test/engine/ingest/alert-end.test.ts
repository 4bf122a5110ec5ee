import { afterEach, beforeEach, expect, it } from "vitest";
import { getAlert } from "../../../electron/engine/store/read-alerts.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { IntakeBench, NOW } from "../../builders/intake.ts";
import { anAlertReport } from "../../builders/report.ts";

let bench: IntakeBench;
beforeEach(() => (bench = new IntakeBench()));
afterEach(() => bench.close());

it("resolves what a full list no longer names, and keeps its labels", () => {
  bench.snapshot("prometheus", [anAlertReport()]);
  bench.snapshot("prometheus", [], NOW + 5);
  expect(bench.transitions()).toEqual(["opened", "resolved"]);
  const [alert] = bench.alerts();
  expect(alert).toMatchObject({ state: "resolved", resolvedAt: NOW + 5 });
  expect(getAlert(bench.db, [DEFAULT_SCOPE], alert!.fingerprint)?.labels).toEqual({
    service: "checkout-api",
    severity: "critical",
  });
});

it("leaves alone what one-by-one reports do not name", () => {
  bench.push("receiver", [anAlertReport()]);
  bench.push("receiver", [anAlertReport({ name: "Other" })]);
  expect(bench.transitions()).toEqual(["opened", "opened"]);
});
