import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { AlertFilter } from "../../../shared/contract/alerts.ts";
import { IncidentFilter } from "../../../shared/contract/incidents.ts";
import { openReader, type ReadableDb } from "../../../electron/engine/store/database.ts";
import { loadOpenFindings } from "../../../electron/engine/store/observations.ts";
import { alertCounts } from "../../../electron/engine/store/read-alert-counts.ts";
import { type AlertQuery, listAlerts } from "../../../electron/engine/store/read-alerts.ts";
import { getEntity } from "../../../electron/engine/store/read-entity.ts";
import { listFindings } from "../../../electron/engine/store/read-findings.ts";
import { getIncident } from "../../../electron/engine/store/read-incident.ts";
import { listIncidents } from "../../../electron/engine/store/read-incidents.ts";
import { listSources } from "../../../electron/engine/store/read-sources.ts";
import { DEFAULT, Estate, NIGHT, scope } from "../../builders/estate.ts";

const SORT = "USE TEMP B-TREE FOR ORDER BY";

let estate: Estate;
beforeAll(() => {
  estate = new Estate();
  estate.source("am");
  estate.entity("orders-db");
  estate.entity("web");
  estate.edge("web", "orders-db");
  estate.incident("INC-AAAA", [estate.alert()]);
});
afterAll(() => estate.close());

/** How SQLite answers every statement that `read` prepares, one line per step. */
function plansOf(read: (db: ReadableDb) => unknown): string[] {
  const db = openReader(estate.file);
  const prepare = vi.spyOn(db, "prepare");
  read(db);
  const statements = prepare.mock.calls.map(([sql]) => sql).filter((sql) => /^\s*(SELECT|WITH)/.test(sql));
  prepare.mockRestore();
  const plans = statements.flatMap((sql) => {
    const named = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, "[]"]));
    const values = [...sql.matchAll(/\?/g)].map(() => "[]");
    const bound = Object.keys(named).length > 0 ? [...values, named] : values;
    // Fetching the rows of one page by their ids sorts that page, which is never long.
    const ofPage = sql.includes("ORDER BY page.key");
    const steps = (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...bound) as { detail: string }[]).map(
      (step) => step.detail,
    );
    return ofPage ? steps.filter((step) => step !== SORT) : steps;
  });
  db.close();
  return plans;
}

/** Steps that read a whole table of alerts or edges, or sort. */
const costly = (plans: readonly string[]): string[] =>
  plans.filter((step) => /^SCAN (a|alert|edge|alert_source|incident_alert)\b/.test(step) || step === SORT);

const alerts = (query: Partial<AlertQuery>, scopes = [DEFAULT]) =>
  plansOf((db) =>
    listAlerts(db, scopes, { filter: AlertFilter.parse({}), order: "severity", offset: 0, limit: 100, ...query }),
  );

describe("lists of alerts", () => {
  it.each([
    ["severity", "alert_active_severity"],
    ["newest", "alert_active_newest"],
    ["oldest", "alert_active_newest"],
    ["entity", "entity_now"],
  ] as const)("by %s follow an index and sort nothing", (order, index) => {
    const plans = alerts({ order });
    expect(plans.some((step) => step.includes(index))).toBe(true);
    expect(costly(plans)).toEqual([]);
  });

  it("by count go through the smallest index in the order of the ids", () => {
    const plans = alerts({ order: "count" });
    expect(plans.filter((step) => step === "SEARCH a USING INDEX alert_active (scope=?)")).toHaveLength(2);
    expect(plans.some((step) => step.startsWith("SEARCH n USING INTEGER PRIMARY KEY"))).toBe(true);
  });

  it("of several scopes are merged, not sorted", () => {
    const plans = alerts({}, [DEFAULT, scope("bank")]);
    expect(plans).toContain("MERGE (UNION ALL)");
    expect(costly(plans)).toEqual([]);
  });

  it("that filter by severity, state and acknowledgement read only the index", () => {
    const plans = alerts({
      filter: AlertFilter.parse({ severities: ["critical"], states: ["firing"], unacknowledged: true }),
    });
    expect(plans.filter((step) => step.startsWith("SEARCH a USING COVERING INDEX"))).toHaveLength(2);
    expect(costly(plans)).toEqual([]);
  });

  it("by count look into the counts without a seek of its own for each, and by entity into no row of an alert", () => {
    expect(alerts({ order: "count" })).toContain("SEARCH n USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN");
    const byEntity = alerts({ order: "entity" });
    expect(byEntity.some((step) => step.includes("SEARCH a USING COVERING INDEX alert_active_entity"))).toBe(true);
  });

  it("by words read the texts in an index", () => {
    const plans = alerts({ filter: AlertFilter.parse({ text: "latency db" }) });
    expect(plans).toContain("SEARCH a USING COVERING INDEX alert_active_newest (scope=?)");
    const names = plans.filter((step) => step.startsWith("SCAN entity"));
    expect(new Set(names)).toEqual(new Set(["SCAN entity USING COVERING INDEX entity_now"]));
  });

  it("of resolved ones follow theirs", () => {
    const plans = alerts({ order: "newest", filter: AlertFilter.parse({ states: ["resolved"] }) });
    expect(plans.some((step) => step.includes("alert_resolved_newest"))).toBe(true);
    expect(costly(plans)).toEqual([]);
  });
});

it("counts of alerts read indexes alone", () => {
  const plans = plansOf((db) => alertCounts(db, [DEFAULT]));
  expect(plans.some((step) => step.includes("COVERING INDEX alert_active_severity"))).toBe(true);
  expect(plans.some((step) => step.includes("COVERING INDEX alert_source_active"))).toBe(true);
  expect(costly(plans)).toEqual([]);
});

it("incidents are counted and acknowledged by seeks, whatever their number of alerts", () => {
  const filter = IncidentFilter.parse({ unacknowledged: true });
  const plans = plansOf((db) =>
    listIncidents(db, [DEFAULT], { filter, offset: 0, limit: 100 }, { name: "Ada", now: NIGHT }),
  );
  const seek = "COVERING INDEX alert_incident (incident_id=? AND state=? AND acknowledgement=?)";
  expect(plans.filter((step) => step.includes(seek)).length).toBeGreaterThanOrEqual(12);
  expect(plans.some((step) => step.includes("COVERING INDEX alert_incident_entity (incident_id=?)"))).toBe(true);
  expect(costly(plans)).toEqual([SORT]);
});

it("findings that last are found without those that are over, also when somebody has dismissed them", () => {
  expect(plansOf(loadOpenFindings)).toContain("SCAN finding USING INDEX finding_open");
  const query = { offset: 0, limit: 100, filter: { state: "open" } } as const;
  const listed = plansOf((db) => listFindings(db, [DEFAULT], query));
  expect(listed).toContain("SEARCH f USING INDEX finding_open (scope=?)");
  expect(listed).toContain("SEARCH f USING COVERING INDEX finding_open (scope=?)");
});

it("one incident, one entity and the sources are found without reading a table", () => {
  const detail = plansOf((db) => getIncident(db, [DEFAULT], "INC-AAAA", NIGHT));
  expect(detail.some((step) => step.includes("edge USING INDEX edge_reverse (scope=? AND to_id=?)"))).toBe(true);
  const small = (plans: readonly string[]) => costly(plans).filter((step) => step.startsWith("SCAN"));
  expect(small(detail)).toEqual([]);
  expect(small(plansOf((db) => getEntity(db, [DEFAULT], "orders-db", NIGHT)))).toEqual([]);
  expect(small(plansOf((db) => listSources(db, [DEFAULT], NIGHT)))).toEqual([]);
});
