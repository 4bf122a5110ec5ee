import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { logHead, readEvents } from "../../../electron/engine/store/event-log.ts";
import { alertCounts } from "../../../electron/engine/store/read-alert-counts.ts";
import { getAlert, listAlerts } from "../../../electron/engine/store/read-alerts.ts";
import type { AlertReport } from "../../../shared/domain/event.ts";
import type { LogBody } from "../../../shared/domain/log.ts";
import { START } from "../../../shared/domain/position.ts";
import { DEFAULT_SCOPE, type Scope } from "../../../shared/domain/scope.ts";
import { IntakeBench, NOW } from "../../builders/intake.ts";
import { anAlertReport } from "../../builders/report.ts";

let bench: IntakeBench;
beforeEach(() => (bench = new IntakeBench()));
afterEach(() => bench.close());

const SCOPES = [DEFAULT_SCOPE];
const log = (): LogBody[] => readEvents(bench.db, START, 1000).map(({ body }) => body);
const transitions = (): string[] => log().flatMap((body) => (body.kind === "alert" ? [body.transition] : []));
const everyAlert: Parameters<typeof listAlerts>[2] = {
  filter: { states: ["firing", "suppressed", "resolved"], severities: [], sourceIds: [], unacknowledged: false },
  order: "severity",
  offset: 0,
  limit: 100,
};
const alerts = () => listAlerts(bench.db, SCOPES, everyAlert).rows;

it("logs a new alert once and only counts its repeats", () => {
  for (let i = 0; i < 3; i++) bench.snapshot("prometheus", [anAlertReport()], NOW + i);
  expect(transitions()).toEqual(["opened"]);
  expect(alerts()).toMatchObject([
    { name: "HighLatency", state: "firing", count: 3, lastSeenAt: NOW + 2, entityName: "checkout-api" },
  ]);
});

it("resolves what a full list no longer names, and keeps its labels", () => {
  bench.snapshot("prometheus", [anAlertReport()]);
  bench.snapshot("prometheus", [], NOW + 5);
  expect(transitions()).toEqual(["opened", "resolved"]);
  const [alert] = alerts();
  expect(alert).toMatchObject({ state: "resolved", resolvedAt: NOW + 5 });
  expect(getAlert(bench.db, SCOPES, alert!.fingerprint)?.labels).toEqual({
    service: "checkout-api",
    severity: "critical",
  });
});

it("leaves alone what one-by-one reports do not name", () => {
  bench.push("receiver", [anAlertReport()]);
  bench.push("receiver", [anAlertReport({ name: "Other" })]);
  expect(transitions()).toEqual(["opened", "opened"]);
});

it("makes one alert of what Prometheus and its Alertmanager say, with two sources", () => {
  bench.intake.state.externalLabels.set(DEFAULT_SCOPE, new Set(["site"]));
  bench.snapshot("prometheus", [anAlertReport({ handle: "p1" })]);
  bench.snapshot("alertmanager", [
    anAlertReport({ handle: "a1", labels: { service: "checkout-api", severity: "critical", site: "lab" } }),
  ]);
  expect(transitions()).toEqual(["opened"]);
  expect(alerts()).toHaveLength(1);
  expect(alerts()[0]?.sourceIds.toSorted()).toEqual(["alertmanager", "prometheus"]);

  bench.snapshot("prometheus", [], NOW + 1);
  expect(alerts()[0]?.state).toBe("firing");
  bench.snapshot("alertmanager", [], NOW + 2);
  expect(alerts()[0]?.state).toBe("resolved");
});

it("makes one alert of two also when the external labels are learnt later, and logs that they were", () => {
  const withSite = { service: "checkout-api", severity: "critical", site: "lab" };
  bench.snapshot("alertmanager", [anAlertReport({ handle: "a1", labels: withSite })]);
  bench.learn("prometheus", ["site"]);
  bench.snapshot("prometheus", [anAlertReport({ handle: "p1" })], NOW + 1);
  bench.restart();
  bench.snapshot("alertmanager", [anAlertReport({ handle: "a1", labels: withSite })], NOW + 2);
  expect(log()).toContainEqual({ kind: "configuration", what: "external-labels", detail: "site" });
  expect(transitions()).toEqual(["opened", "opened", "resolved"]);
  const held = alerts().filter(({ state }) => state === "firing");
  expect(held.map(({ sourceIds }) => sourceIds.toSorted())).toEqual([["alertmanager", "prometheus"]]);
  bench.learn("prometheus", ["site"]);
  expect(log().filter(({ kind }) => kind === "configuration")).toHaveLength(1);
});

it("moves the alerts of a source to its new scope", () => {
  const other = "branch" as Scope;
  bench.snapshot("prometheus", [anAlertReport()]);
  bench.snapshot("prometheus", [anAlertReport()], NOW + 1, other);
  expect(alerts()).toMatchObject([{ state: "resolved", scope: DEFAULT_SCOPE }]);
  expect(listAlerts(bench.db, [other], everyAlert).rows).toMatchObject([{ state: "firing", scope: other }]);
  const scopes = readEvents(bench.db, START, 100).flatMap(({ body, scope }) => (body.kind === "alert" ? [scope] : []));
  expect(scopes).toEqual([DEFAULT_SCOPE, DEFAULT_SCOPE, other]);
});

it("shows an acknowledgement as confirmed only when the source says so, and ends it when the source no longer does", () => {
  const muted: AlertReport = anAlertReport({
    state: "suppressed",
    mutings: [{ kind: "acknowledgement", id: "s1", by: "anna", until: NOW + 60_000 }],
  });
  bench.snapshot("alertmanager", [anAlertReport()]);
  expect(alerts()[0]?.acknowledgement.state).toBe("none");
  bench.snapshot("alertmanager", [muted], NOW + 1);
  expect(alerts()[0]?.acknowledgement).toEqual({ state: "confirmed", by: "anna", at: NOW + 1, until: NOW + 60_000 });
  bench.snapshot("alertmanager", [anAlertReport()], NOW + 20_000);
  expect(alerts()[0]).toMatchObject({ state: "firing", acknowledgement: { state: "none" } });
  expect(transitions()).toEqual(["opened", "muted", "unmuted"]);
});

it("knows after a restart what it knew before", () => {
  bench.snapshot("prometheus", [anAlertReport()]);
  const before = logHead(bench.db);
  bench.restart();
  bench.snapshot("prometheus", [anAlertReport()], NOW + 1);
  expect(logHead(bench.db)).toEqual(before);
  expect(alerts()).toMatchObject([{ count: 2 }]);
  bench.snapshot("prometheus", [], NOW + 2);
  expect(transitions()).toEqual(["opened", "resolved"]);
});

it("begins a new life with a count of its own when an alert fires again", () => {
  bench.snapshot("prometheus", [anAlertReport()]);
  bench.snapshot("prometheus", [anAlertReport()], NOW + 1);
  bench.snapshot("prometheus", [], NOW + 2);
  bench.snapshot("prometheus", [anAlertReport({ at: NOW + 3 })], NOW + 3);
  expect(alerts()).toMatchObject([{ state: "firing", count: 1, startedAt: NOW + 3, version: 3 }]);
});

it("counts lives also when one transaction holds the end of one and the beginning of the next", () => {
  const at = (ms: number, state: "firing" | "resolved") => anAlertReport({ at: NOW + ms, state });
  bench.push(
    "receiver",
    [at(0, "firing"), at(1, "resolved"), at(2, "firing"), at(3, "resolved"), at(4, "firing")],
    NOW + 5,
  );
  expect(transitions()).toEqual(["opened", "resolved", "opened", "resolved", "opened"]);
  expect(alerts()).toMatchObject([{ state: "firing", version: 5, startedAt: NOW + 4, count: 1 }]);
});

it("rewrites a changed summary without a log entry", () => {
  bench.snapshot("prometheus", [anAlertReport({ summary: "depth is 101" })]);
  bench.snapshot("prometheus", [anAlertReport({ summary: "depth is 240" })], NOW + 1);
  expect(transitions()).toEqual(["opened"]);
  expect(alerts()).toMatchObject([{ summary: "depth is 240", count: 2 }]);
});

it("writes nothing unmasked", () => {
  bench.snapshot("logs", [
    anAlertReport({ summary: "payment of jane.doe@example.com refused, card 4111 1111 1111 1111" }),
  ]);
  bench.db.pragma("wal_checkpoint(TRUNCATE)");
  const everything = JSON.stringify([log(), alerts()]);
  expect(everything).not.toContain("jane.doe");
  expect(everything).not.toContain("4111");
});

it("counts with a reason what did not become an event", () => {
  bench.push("receiver", [anAlertReport({ state: "resolved" })]);
  expect(bench.intake.takeIgnored("receiver")).toEqual({ "ignored.resolveWithoutAlert": 1 });
  expect(bench.intake.takeIgnored("receiver")).toEqual({});
});

it("counts per minute what opened, repeated and resolved", () => {
  bench.snapshot("prometheus", [anAlertReport()]);
  expect(alertCounts(bench.db, SCOPES).firing).toBe(1);
  bench.snapshot("prometheus", []);
  expect(alertCounts(bench.db, SCOPES).firing).toBe(0);
});

describe("entities", () => {
  it("are one when an inventory says that two tools mean the same thing", () => {
    bench.snapshot("metrics", [anAlertReport({ labels: { instance: "10.0.0.7:9100" } })]);
    bench.snapshot("database", [anAlertReport({ name: "SlowDisk", labels: { host: "db-fra-07" } })]);
    bench.push("cmdb", [
      {
        kind: "entity",
        entity: { namespace: "cmdb/id", value: "CI41", kind: "host" },
        aliases: [
          { namespace: "label/instance", value: "10.0.0.7:9100" },
          { namespace: "label/host", value: "db-fra-07" },
        ],
        name: "db-fra-07",
        site: "FRA",
        attributes: {},
      },
    ]);
    expect(new Set(alerts().map(({ entityId }) => entityId)).size).toBe(1);
    expect(alerts().map(({ entityName, site }) => [entityName, site])).toEqual([
      ["db-fra-07", "FRA"],
      ["db-fra-07", "FRA"],
    ]);
    expect(log().some((body) => body.kind === "join")).toBe(true);
  });

  it("are one also for alerts whose rows are not written yet when the inventory speaks", () => {
    const host = (label: string, value: string) => ({ namespace: `label/${label}`, value });
    bench.push("metrics", [
      anAlertReport({ labels: { instance: "10.0.0.7:9100" } }),
      anAlertReport({ name: "SlowDisk", labels: { host: "db-fra-07" } }),
      {
        kind: "entity",
        entity: { namespace: "cmdb/id", value: "CI41", kind: "host" },
        aliases: [host("instance", "10.0.0.7:9100"), host("host", "db-fra-07")],
        name: "db-fra-07",
        attributes: {},
      },
    ]);
    const rows = bench.db.prepare("SELECT DISTINCT entity_id FROM alert").all();
    expect(rows).toHaveLength(1);
    const known = [...bench.intake.state.alerts.values()].map(({ entityId }) => ({ entity_id: entityId }));
    expect(known).toEqual([rows[0], rows[0]]);
    const kinds = log().map(({ kind }) => kind);
    expect(kinds.lastIndexOf("alert")).toBeLessThan(kinds.indexOf("join"));
  });

  it("described alike again are no news, also after a restart", () => {
    const inventory = {
      kind: "entity",
      entity: { namespace: "cmdb/id", value: "CI41", kind: "service" },
      aliases: [],
      name: "checkout-api",
      attributes: { tier: "1" },
    } as const;
    bench.push("cmdb", [{ ...inventory, aliases: [] }]);
    const before = logHead(bench.db);
    bench.push("cmdb", [{ ...inventory, aliases: [] }]);
    bench.restart();
    bench.push("cmdb", [{ ...inventory, aliases: [] }]);
    expect(logHead(bench.db)).toEqual(before);
  });

  it("that one alert names together depend on each other, with little confidence", () => {
    bench.snapshot("prometheus", [anAlertReport({ labels: { service: "checkout-api", node: "n-1" } })]);
    expect(log().find((body) => body.kind === "edge")).toMatchObject({
      origin: "inferred",
      present: true,
      confidence: 0.6,
    });
  });
});

describe("two alerts of one source that are one here", () => {
  const twice = (one: AlertReport["state"], other: AlertReport["state"]) => [
    anAlertReport({ handle: "h1", state: one }),
    anAlertReport({ handle: "h2", state: other }),
  ];
  const views = () => bench.db.prepare("SELECT handle || ' ' || state FROM alert_source ORDER BY handle").pluck().all();

  it("keeps a view for each handle, and does not flap when only one is muted", () => {
    for (let i = 0; i < 4; i++) bench.snapshot("am", twice("suppressed", "firing"), NOW + i);
    expect(transitions()).toEqual(["opened", "unmuted"]);
    expect(views()).toEqual(["h1 1", "h2 0"]);
    expect(alerts()).toMatchObject([{ state: "firing", sourceIds: ["am"], count: 7 }]);
  });

  it("is muted once both are, fires again when one does, and ends with the last of them", () => {
    bench.snapshot("am", twice("firing", "firing"));
    bench.snapshot("am", twice("suppressed", "firing"), NOW + 1);
    expect(transitions()).toEqual(["opened"]);
    bench.snapshot("am", twice("suppressed", "suppressed"), NOW + 2);
    bench.restart();
    bench.snapshot("am", twice("suppressed", "firing"), NOW + 3);
    bench.snapshot("am", [anAlertReport({ handle: "h2" })], NOW + 4);
    expect(transitions()).toEqual(["opened", "muted", "unmuted"]);
    expect(views()).toEqual(["h2 0"]);
    bench.snapshot("am", [], NOW + 5);
    expect(transitions().at(-1)).toBe("resolved");
    expect(views()).toEqual(["h2 2"]);
  });

  it("keeps no view of handles that have passed, however many there were", () => {
    for (let i = 0; i < 20; i++) bench.snapshot("am", [anAlertReport({ handle: `h${i}` })], NOW + i);
    expect(transitions()).toEqual(["opened"]);
    expect(views()).toEqual(["h19 0"]);
    bench.snapshot("am", [], NOW + 30);
    bench.snapshot("am", [anAlertReport({ handle: "next", at: NOW + 40 })], NOW + 40);
    expect(views()).toEqual(["next 0"]);
  });
});
