import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AlertFilter } from "../../../shared/contract/alerts.ts";
import { AlertDetail } from "../../../shared/domain/alert.ts";
import { putAlertSources, setAcknowledgement } from "../../../electron/engine/store/alerts.ts";
import { openReader } from "../../../electron/engine/store/database.ts";
import { alertCounts, alertRate } from "../../../electron/engine/store/read-alert-counts.ts";
import { type AlertQuery, getAlert, listAlerts } from "../../../electron/engine/store/read-alerts.ts";
import { DEFAULT, Estate, MINUTE, NIGHT, scope } from "../../builders/estate.ts";

let estate: Estate;
beforeEach(() => void (estate = new Estate()));
afterEach(() => estate.close());

const BANK = scope("bank");

const list = (filter: Partial<AlertFilter> = {}, more: Partial<AlertQuery> = {}, scopes = [DEFAULT]) =>
  listAlerts(estate.reader, scopes, {
    filter: AlertFilter.parse(filter),
    order: "severity",
    offset: 0,
    limit: 50,
    ...more,
  });
const names = (...asked: Parameters<typeof list>) => list(...asked).rows.map((row) => row.name);

it("lists active alerts by severity, then newest first, and counts all pages", () => {
  estate.alert({ name: "Old", severity: "major", at: NIGHT });
  estate.alert({ name: "New", severity: "major", at: NIGHT + 1 });
  estate.alert({ name: "Worst", severity: "critical", at: NIGHT });
  estate.alert({ name: "Muted", severity: "info", state: "suppressed" });
  estate.alert({ name: "Gone", severity: "critical", state: "resolved" });
  expect(names()).toEqual(["Worst", "New", "Old", "Muted"]);
  expect(list({}, { offset: 1, limit: 2 })).toMatchObject({ rows: [{ name: "New" }, { name: "Old" }], total: 4 });
});

it("merges scopes into one order and never shows those that were not asked for", () => {
  estate.alert({ name: "Mine", severity: "minor" });
  estate.alert({ name: "Bank", severity: "critical", scope: BANK });
  estate.alert({ name: "Foreign", severity: "critical", scope: scope("other") });
  expect(names({}, {}, [DEFAULT, BANK])).toEqual(["Bank", "Mine"]);
  expect(list({}, {}, [])).toEqual({ rows: [], total: 0 });
  expect(getAlert(estate.reader, [DEFAULT], "fingerprint-2")).toBeUndefined();
});

it("orders by age, entity and count, and resolved ones with the rest", () => {
  estate.entity("a-db");
  estate.entity("z-db");
  estate.alert({ name: "First", entity: "z-db", at: NIGHT });
  estate.alert({ name: "Second", entity: "a-db", at: NIGHT + 1 });
  estate.alert({ name: "Third", entity: "a-db", at: NIGHT + 2, state: "resolved" });
  expect(names({}, { order: "oldest" })).toEqual(["First", "Second"]);
  expect(names({}, { order: "entity" })).toEqual(["Second", "First"]);
  expect(names({}, { order: "count" })).toEqual(["First", "Second"]);
  expect(names({ states: ["firing", "resolved"] }, { order: "newest" })).toEqual(["Third", "Second", "First"]);
  expect(names({ states: ["resolved"] })).toEqual(["Third"]);
});

it("filters by each field of the filter", () => {
  estate.source("am");
  estate.source("prom");
  estate.entity("orders-db", { site: "Rotterdam" });
  const slow = estate.alert({ name: "Slow", severity: "major", entity: "orders-db", summary: "100% of 50_pods" });
  estate.alert({ name: "Full", severity: "critical", entity: "disk", sources: ["prom"], state: "suppressed" });
  estate.incident("INC-AAAA", [slow]);
  expect(names({ states: ["suppressed"] })).toEqual(["Full"]);
  expect(names({ severities: ["major", "info"] })).toEqual(["Slow"]);
  expect(names({ sourceIds: ["prom"] })).toEqual(["Full"]);
  expect(names({ site: "Rotterdam" })).toEqual(["Slow"]);
  expect(names({ entityId: "disk" })).toEqual(["Full"]);
  expect(names({ incidentId: "INC-AAAA" as never })).toEqual(["Slow"]);
  expect(names({ text: "ROTTER" })).toEqual([]);
  expect(names({ text: "orders 100%" })).toEqual(["Slow"]);
  expect(names({ text: "1_0%" })).toEqual([]);
  setAcknowledgement(estate.db, slow.id, { state: "queued", by: "Ada", at: NIGHT, until: null });
  expect(names({ unacknowledged: true })).toEqual(["Full", "Slow"]);
  setAcknowledgement(estate.db, slow.id, { state: "confirmed", by: "Ada", at: NIGHT, until: null });
  expect(names({ unacknowledged: true })).toEqual(["Full"]);
});

it("finds the alerts of a source that has thousands as it finds those of a small one, and counts the same", () => {
  for (const id of ["am", "prom", "few"]) estate.source(id);
  estate.db.transaction(() => {
    for (let number = 0; number < 2_003; number++) {
      const sources = number === 0 ? ["prom", "few"] : number < 3 ? ["few"] : ["prom"];
      estate.alert({ severity: number % 2 === 0 ? "major" : "minor", at: NIGHT + number, sources });
    }
  })();
  const page = (sourceIds: string[], more: Partial<AlertFilter> = {}, scopes = [DEFAULT]) => {
    const { rows, total } = list({ sourceIds, ...more }, { offset: 1, limit: 2 }, scopes);
    return { at: rows.map((row) => row.startedAt - NIGHT), total };
  };
  expect(page(["prom"])).toEqual({ at: [2_000, 1_998], total: 2_001 });
  expect(page(["few"])).toEqual({ at: [0, 1], total: 3 });
  expect(page(["prom", "few"])).toEqual({ at: [2_000, 1_998], total: 2_003 });
  expect(page(["prom"], { severities: ["minor"] })).toEqual({ at: [1_999, 1_997], total: 1_000 });
  expect(page(["prom"], { states: ["suppressed"] })).toEqual({ at: [], total: 0 });
  expect(page(["prom"], {}, [BANK])).toEqual({ at: [], total: 0 });
});

it("finds alerts by words of few entities' names and of a hundred", () => {
  estate.db.transaction(() => {
    for (let number = 0; number < 100; number++) {
      estate.entity(`node-${number}`);
      estate.alert({
        entity: `node-${number}`,
        name: "Full",
        summary: number === 7 ? "node-7 has no room" : "no room",
      });
    }
    estate.alert({ entity: "elsewhere", name: "Lost", summary: "a node is gone" });
  })();
  const total = (text: string) => list({ text }).total;
  expect([total("node"), total("node-7"), total("node-99 room"), total("room node-1"), total("gone node")]).toEqual([
    101, 11, 1, 11, 1,
  ]);
});

it("counts an alert once that a source of thousands knows under two handles", () => {
  estate.source("prom");
  const twice = estate.db.transaction(() =>
    Array.from({ length: 2_000 }, (_, number) => estate.alert({ at: NIGHT + number, sources: ["prom"] })),
  )()[7]!;
  const view = { alertId: twice.id, sourceId: "prom", mutings: [], reportHash: "hash" };
  putAlertSources(estate.db, [{ ...view, handle: "again", state: "firing" }]);
  putAlertSources(estate.db, [{ ...view, handle: "muted", state: "suppressed" }]);
  expect(list({ sourceIds: ["prom"] }, { limit: 1 }).total).toBe(2_000);
  expect(alertCounts(estate.reader, [DEFAULT]).bySource).toEqual({ prom: 2_000 });
});

it("gives all that each source says of an alert", () => {
  estate.source("am");
  estate.entity("orders-db", { kind: "database", site: "Rotterdam" });
  const { fingerprint } = estate.alert({ sources: ["am", "prom"] });
  expect(AlertDetail.parse(getAlert(estate.reader, [DEFAULT], fingerprint))).toMatchObject({
    entityName: "orders-db",
    entityKind: "database",
    site: "Rotterdam",
    count: 1,
    sourceIds: ["am", "prom"],
    acknowledgement: { state: "none" },
    sources: [
      { sourceId: "am", sourceName: "Source am", handle: `${fingerprint}@am` },
      { sourceId: "prom", sourceName: "prom" },
    ],
  });
});

it("counts by state, severity and source", () => {
  estate.source("am");
  estate.source("quiet");
  estate.alert({ severity: "major" });
  estate.alert({ severity: "major", state: "suppressed" });
  estate.alert({ severity: "info", state: "resolved" });
  estate.alert({ severity: "critical", scope: BANK });
  expect(alertCounts(estate.reader, [DEFAULT])).toEqual({
    firing: 1,
    suppressed: 1,
    bySeverity: { info: 0, warning: 0, minor: 0, major: 2, critical: 0 },
    bySource: { am: 3, quiet: 0 },
  });
});

it("counts one state of the database, whatever is written in between", () => {
  estate.source("am");
  for (let index = 0; index < 5; index++) estate.alert({ state: "suppressed" });
  const before = alertCounts(estate.reader, [DEFAULT]);
  const reader = openReader(estate.file);
  const { prepare } = reader;
  let reads = 0;
  vi.spyOn(reader, "prepare").mockImplementation((sql: string) => {
    if (++reads > 1) estate.db.exec("UPDATE alert SET state = 2; UPDATE alert_source SET state = 2");
    return prepare.call(reader, sql);
  });
  expect(alertCounts(reader, [DEFAULT])).toEqual(before);
  expect(reads).toBeGreaterThan(2);
  expect(alertCounts(reader, [DEFAULT]).suppressed).toBe(0);
  reader.close();
});

it("puts an alert into the bucket of its minute, up to the last of a bucket", () => {
  for (const at of [NIGHT - 1, NIGHT, NIGHT + 10 * MINUTE - 1, NIGHT + 10 * MINUTE]) estate.alert({ at });
  const rate = alertRate(estate.reader, [DEFAULT], { bucketMinutes: 10, buckets: 3, now: NIGHT + 15 * MINUTE });
  expect(rate).toEqual({ startsAt: NIGHT - 10 * MINUTE, bucketMs: 10 * MINUTE, counts: [1, 2, 1] });
});
