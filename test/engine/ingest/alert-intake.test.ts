import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { alertCounts } from "../../../electron/engine/store/read-alert-counts.ts";
import type { AlertReport } from "../../../shared/domain/event.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { IntakeBench, NOW } from "../../builders/intake.ts";
import { anAlertReport } from "../../builders/report.ts";

let bench: IntakeBench;
beforeEach(() => (bench = new IntakeBench()));
afterEach(() => bench.close());

it("logs a new alert once and only counts its repeats", () => {
  for (let i = 0; i < 3; i++) bench.snapshot("prometheus", [anAlertReport()], NOW + i);
  expect(bench.transitions()).toEqual(["opened"]);
  expect(bench.alerts()).toMatchObject([
    { name: "HighLatency", state: "firing", count: 3, lastSeenAt: NOW + 2, entityName: "checkout-api" },
  ]);
});

it("rewrites a changed summary without a log entry", () => {
  bench.snapshot("prometheus", [anAlertReport({ summary: "depth is 101" })]);
  bench.snapshot("prometheus", [anAlertReport({ summary: "depth is 240" })], NOW + 1);
  expect(bench.transitions()).toEqual(["opened"]);
  expect(bench.alerts()).toMatchObject([{ summary: "depth is 240", count: 2 }]);
});

it("shows an acknowledgement as confirmed only when the source says so, and ends it when the source no longer does", () => {
  const muted: AlertReport = anAlertReport({
    state: "suppressed",
    mutings: [{ kind: "acknowledgement", id: "s1", by: "anna", until: NOW + 60_000 }],
  });
  bench.snapshot("alertmanager", [anAlertReport()]);
  expect(bench.alerts()[0]?.acknowledgement.state).toBe("none");
  bench.snapshot("alertmanager", [muted], NOW + 1);
  expect(bench.alerts()[0]?.acknowledgement).toEqual({
    state: "confirmed",
    by: "anna",
    at: NOW + 1,
    until: NOW + 60_000,
  });
  bench.snapshot("alertmanager", [anAlertReport()], NOW + 20_000);
  expect(bench.alerts()[0]).toMatchObject({ state: "firing", acknowledgement: { state: "none" } });
  expect(bench.transitions()).toEqual(["opened", "muted", "unmuted"]);
});

it("begins a new life with a count of its own when an alert fires again", () => {
  bench.snapshot("prometheus", [anAlertReport()]);
  bench.snapshot("prometheus", [anAlertReport()], NOW + 1);
  bench.snapshot("prometheus", [], NOW + 2);
  bench.snapshot("prometheus", [anAlertReport({ at: NOW + 3 })], NOW + 3);
  expect(bench.alerts()).toMatchObject([{ state: "firing", count: 1, startedAt: NOW + 3, version: 3 }]);
});

it("counts lives also when one transaction holds the end of one and the beginning of the next", () => {
  const at = (ms: number, state: "firing" | "resolved") => anAlertReport({ at: NOW + ms, state });
  bench.push(
    "receiver",
    [at(0, "firing"), at(1, "resolved"), at(2, "firing"), at(3, "resolved"), at(4, "firing")],
    NOW + 5,
  );
  expect(bench.transitions()).toEqual(["opened", "resolved", "opened", "resolved", "opened"]);
  expect(bench.alerts()).toMatchObject([{ state: "firing", version: 5, startedAt: NOW + 4, count: 1 }]);
});

it("counts per minute what opened, repeated and resolved", () => {
  bench.snapshot("prometheus", [anAlertReport()]);
  expect(alertCounts(bench.db, [DEFAULT_SCOPE]).firing).toBe(1);
  bench.snapshot("prometheus", []);
  expect(alertCounts(bench.db, [DEFAULT_SCOPE]).firing).toBe(0);
});

describe("two alerts of one source that are one here", () => {
  const twice = (one: AlertReport["state"], other: AlertReport["state"]) => [
    anAlertReport({ handle: "h1", state: one }),
    anAlertReport({ handle: "h2", state: other }),
  ];
  const views = () => bench.db.prepare("SELECT handle || ' ' || state FROM alert_source ORDER BY handle").pluck().all();

  it("keeps a view for each handle, and does not flap when only one is muted", () => {
    for (let i = 0; i < 4; i++) bench.snapshot("am", twice("suppressed", "firing"), NOW + i);
    expect(bench.transitions()).toEqual(["opened", "unmuted"]);
    expect(views()).toEqual(["h1 1", "h2 0"]);
    expect(bench.alerts()).toMatchObject([{ state: "firing", sourceIds: ["am"], count: 7 }]);
  });

  it("is muted once both are, fires again when one does, and ends with the last of them", () => {
    bench.snapshot("am", twice("firing", "firing"));
    bench.snapshot("am", twice("suppressed", "firing"), NOW + 1);
    expect(bench.transitions()).toEqual(["opened"]);
    bench.snapshot("am", twice("suppressed", "suppressed"), NOW + 2);
    bench.restart();
    bench.snapshot("am", twice("suppressed", "firing"), NOW + 3);
    bench.snapshot("am", [anAlertReport({ handle: "h2" })], NOW + 4);
    expect(bench.transitions()).toEqual(["opened", "muted", "unmuted"]);
    expect(views()).toEqual(["h2 0"]);
    bench.snapshot("am", [], NOW + 5);
    expect(bench.transitions().at(-1)).toBe("resolved");
    expect(views()).toEqual(["h2 2"]);
  });

  it("keeps no view of handles that have passed, however many there were", () => {
    for (let i = 0; i < 20; i++) bench.snapshot("am", [anAlertReport({ handle: `h${i}` })], NOW + i);
    expect(bench.transitions()).toEqual(["opened"]);
    expect(views()).toEqual(["h19 0"]);
    bench.snapshot("am", [], NOW + 30);
    bench.snapshot("am", [anAlertReport({ handle: "next", at: NOW + 40 })], NOW + 40);
    expect(views()).toEqual(["next 0"]);
  });
});
