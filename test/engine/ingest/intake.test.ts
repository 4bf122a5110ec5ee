import { afterEach, beforeEach, expect, it } from "vitest";
import { logHead, readEvents } from "../../../electron/engine/store/event-log.ts";
import { START } from "../../../shared/domain/position.ts";
import { DEFAULT_SCOPE, type Scope } from "../../../shared/domain/scope.ts";
import { IntakeBench, NOW } from "../../builders/intake.ts";
import { anAlertReport } from "../../builders/report.ts";

let bench: IntakeBench;
beforeEach(() => (bench = new IntakeBench()));
afterEach(() => bench.close());

it("makes one alert of what Prometheus and its Alertmanager say, with two sources", () => {
  bench.intake.state.externalLabels.set(DEFAULT_SCOPE, new Set(["site"]));
  bench.snapshot("prometheus", [anAlertReport({ handle: "p1" })]);
  bench.snapshot("alertmanager", [
    anAlertReport({ handle: "a1", labels: { service: "checkout-api", severity: "critical", site: "lab" } }),
  ]);
  expect(bench.transitions()).toEqual(["opened"]);
  expect(bench.alerts()).toHaveLength(1);
  expect(bench.alerts()[0]?.sourceIds.toSorted()).toEqual(["alertmanager", "prometheus"]);

  bench.snapshot("prometheus", [], NOW + 1);
  expect(bench.alerts()[0]?.state).toBe("firing");
  bench.snapshot("alertmanager", [], NOW + 2);
  expect(bench.alerts()[0]?.state).toBe("resolved");
});

it("makes one alert of two also when the external labels are learnt later, and logs that they were", () => {
  const withSite = { service: "checkout-api", severity: "critical", site: "lab" };
  bench.snapshot("alertmanager", [anAlertReport({ handle: "a1", labels: withSite })]);
  bench.learn("prometheus", ["site"]);
  bench.snapshot("prometheus", [anAlertReport({ handle: "p1" })], NOW + 1);
  bench.restart();
  bench.snapshot("alertmanager", [anAlertReport({ handle: "a1", labels: withSite })], NOW + 2);
  expect(bench.log()).toContainEqual({ kind: "configuration", what: "external-labels", detail: "site" });
  expect(bench.transitions()).toEqual(["opened", "opened", "resolved"]);
  const held = bench.alerts().filter(({ state }) => state === "firing");
  expect(held.map(({ sourceIds }) => sourceIds.toSorted())).toEqual([["alertmanager", "prometheus"]]);
  bench.learn("prometheus", ["site"]);
  expect(bench.log().filter(({ kind }) => kind === "configuration")).toHaveLength(1);
});

it("moves the alerts of a source to its new scope", () => {
  const other = "branch" as Scope;
  bench.snapshot("prometheus", [anAlertReport()]);
  bench.snapshot("prometheus", [anAlertReport()], NOW + 1, other);
  expect(bench.alerts()).toMatchObject([{ state: "resolved", scope: DEFAULT_SCOPE }]);
  expect(bench.alerts(other)).toMatchObject([{ state: "firing", scope: other }]);
  const scopes = readEvents(bench.db, START, 100).flatMap(({ body, scope }) => (body.kind === "alert" ? [scope] : []));
  expect(scopes).toEqual([DEFAULT_SCOPE, DEFAULT_SCOPE, other]);
});

it("knows after a restart what it knew before", () => {
  bench.snapshot("prometheus", [anAlertReport()]);
  const before = logHead(bench.db);
  bench.restart();
  bench.snapshot("prometheus", [anAlertReport()], NOW + 1);
  expect(logHead(bench.db)).toEqual(before);
  expect(bench.alerts()).toMatchObject([{ count: 2 }]);
  bench.snapshot("prometheus", [], NOW + 2);
  expect(bench.transitions()).toEqual(["opened", "resolved"]);
});

it("writes nothing unmasked", () => {
  bench.snapshot("logs", [
    anAlertReport({ summary: "payment of jane.doe@example.com refused, card 4111 1111 1111 1111" }),
  ]);
  bench.db.pragma("wal_checkpoint(TRUNCATE)");
  const everything = JSON.stringify([bench.log(), bench.alerts()]);
  expect(everything).not.toContain("jane.doe");
  expect(everything).not.toContain("4111");
});

it("counts with a reason what did not become an event", () => {
  bench.push("receiver", [anAlertReport({ state: "resolved" })]);
  expect(bench.intake.takeIgnored("receiver")).toEqual({ "ignored.resolveWithoutAlert": 1 });
  expect(bench.intake.takeIgnored("receiver")).toEqual({});
});
