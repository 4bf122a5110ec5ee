import { afterEach, beforeEach, expect, it } from "vitest";
import { IncidentFilter, type IncidentOrder } from "../../../shared/contract/incidents.ts";
import { IncidentDetail } from "../../../shared/domain/incident.ts";
import { setAcknowledgement } from "../../../electron/engine/store/alerts.ts";
import { getIncident } from "../../../electron/engine/store/read-incident.ts";
import { listIncidents } from "../../../electron/engine/store/read-incidents.ts";
import { setOwner } from "../../../electron/engine/store/incidents.ts";
import { DEFAULT, Estate, MINUTE, NIGHT, scope } from "../../builders/estate.ts";

let estate: Estate;
beforeEach(() => void (estate = new Estate()));
afterEach(() => estate.close());

const asking = { name: "Ada", now: NIGHT };
const list = (filter: Partial<IncidentFilter> = {}, at = asking) =>
  listIncidents(estate.reader, [DEFAULT], { filter: IncidentFilter.parse(filter), offset: 0, limit: 10 }, at);
const confirmed = { state: "confirmed", by: "Ada", at: NIGHT + 5, until: NIGHT + MINUTE } as const;

it("orders open incidents by priority and counts them whatever the filter", () => {
  estate.source("am");
  estate.incident("INC-AAAA", [estate.alert({ severity: "minor" })]);
  estate.incident("INC-BBBB", [
    estate.alert({ severity: "critical" }),
    estate.alert({ severity: "critical", entity: "cart-api" }),
  ]);
  estate.alert({ state: "suppressed" });
  const page = list({ minimumSeverity: "critical" });
  expect(page.rows.map((row) => row.id)).toEqual(["INC-BBBB"]);
  expect(page.total).toBe(1);
  expect(page.rows[0]).toMatchObject({
    alertCount: 2,
    firingCount: 2,
    entityCount: 2,
    sourceIds: ["am"],
    staleSourceIds: [],
  });
  expect(page.counts).toMatchObject({
    open: 2,
    unacknowledged: 2,
    mine: 0,
    moving: 2,
    foldedAlerts: 3,
    suppressedAlerts: 1,
  });
  expect(page.counts.bySeverity).toEqual({ info: 0, warning: 0, minor: 1, major: 0, critical: 1 });
  expect(list().rows.map((row) => row.id)).toEqual(["INC-BBBB", "INC-AAAA"]);
});

it("says partial while some alerts have no acknowledgement and confirmed when all have", () => {
  const alerts = [estate.alert(), estate.alert()];
  estate.incident("INC-AAAA", alerts);
  setAcknowledgement(estate.db, alerts[0]!.id, confirmed);
  expect(list().rows[0]?.acknowledgement).toEqual({ ...confirmed, state: "partial" });
  expect(list({ unacknowledged: true }).total).toBe(1);
  setAcknowledgement(estate.db, alerts[1]!.id, { ...confirmed, by: "Bo", at: NIGHT + 9 });
  expect(list().rows[0]?.acknowledgement).toEqual({ ...confirmed, by: "Bo", at: NIGHT + 9 });
  expect(list({ unacknowledged: true }).total).toBe(0);
});

it("keeps confirmed when the acknowledged alerts are suppressed by their silence, and is none when somebody else muted them", () => {
  const acknowledged = estate.alert();
  const muted = estate.alert();
  estate.incident("INC-AAAA", [acknowledged]);
  estate.incident("INC-BBBB", [muted]);
  setAcknowledgement(estate.db, acknowledged.id, confirmed);
  estate.move(acknowledged, "muted", NIGHT + 1, { state: "suppressed" });
  estate.move(muted, "muted", NIGHT + 1, { state: "suppressed" });
  const states = new Map(list().rows.map((row) => [row.id, row.acknowledgement.state]));
  expect(states).toEqual(
    new Map([
      ["INC-AAAA", "confirmed"],
      ["INC-BBBB", "none"],
    ]),
  );
});

it("names a source stale from the millisecond after three intervals", () => {
  estate.source("am", { lastGoodAt: NIGHT, intervalMs: 10_000 });
  estate.incident("INC-AAAA", [estate.alert()]);
  expect(list({}, { name: "Ada", now: NIGHT + 30_000 }).rows[0]?.staleSourceIds).toEqual([]);
  expect(list({}, { name: "Ada", now: NIGHT + 30_001 }).rows[0]?.staleSourceIds).toEqual(["am"]);
});

it("finds by owner, movement and every word of a text", () => {
  estate.incident("INC-AAAA", [estate.alert({ entity: "orders-db" })]);
  estate.incident("INC-BBBB", [estate.alert({ entity: "cart-api" })]);
  setOwner(estate.db, "INC-BBBB", "Ada", "Ada", NIGHT);
  const ids = (filter: Partial<IncidentFilter>, at = asking) => list(filter, at).rows.map((row) => row.id);
  expect(ids({ mine: true })).toEqual(["INC-BBBB"]);
  expect(ids({ text: "CART ada" })).toEqual(["INC-BBBB"]);
  expect(ids({ text: "cart nobody" })).toEqual([]);
  expect(ids({ text: "100%" })).toEqual([]);
  expect(ids({ moving: true }, { name: "Ada", now: NIGHT + 5 * MINUTE - 1 })).toHaveLength(2);
  expect(ids({ moving: true }, { name: "Ada", now: NIGHT + 5 * MINUTE })).toEqual([]);
});

it("lists open incidents before resolved ones, newest end first, also across the border of a page", () => {
  const ids = ["INC-AAAA", "INC-BBBB", "INC-CCCC", "INC-DDDD"];
  for (const id of ids) estate.incident(id, [estate.alert()]);
  estate.log({ kind: "tick" });
  estate.propose(
    [
      { kind: "resolve", incidentId: ids[0] as never, at: NIGHT + 1 },
      { kind: "resolve", incidentId: ids[2] as never, at: NIGHT + 2 },
    ],
    NIGHT,
  );
  const filter = IncidentFilter.parse({ state: "all" });
  const page = (offset: number, limit: number) =>
    listIncidents(estate.reader, [DEFAULT], { filter, offset, limit }, asking).rows.map((row) => row.id);
  const whole = page(0, 10);
  expect(whole.slice(2)).toEqual(["INC-CCCC", "INC-AAAA"]);
  expect(whole.slice(0, 2).toSorted()).toEqual(["INC-BBBB", "INC-DDDD"]);
  expect([...page(0, 1), ...page(1, 2), ...page(3, 2)]).toEqual(whole);
  expect(list({ state: "resolved", resolvedSince: NIGHT + 2 }).rows.map((row) => row.id)).toEqual(["INC-CCCC"]);
});

it("orders the whole list by age or size, and settles ties by id, before it takes a page of it", () => {
  const alerts = (count: number) => Array.from({ length: count }, () => estate.alert());
  estate.incident("INC-000B", alerts(1), { at: NIGHT + 5 });
  estate.incident("INC-000A", alerts(3), { at: NIGHT + 5 });
  estate.incident("INC-000C", alerts(2), { at: NIGHT + 1 });
  const filter = IncidentFilter.parse({});
  const ids = (order: IncidentOrder) =>
    [0, 1, 2].flatMap((offset) =>
      listIncidents(estate.reader, [DEFAULT], { filter, order, offset, limit: 1 }, asking).rows.map(({ id }) =>
        id.at(-1),
      ),
    );
  expect(ids("newest")).toEqual(["A", "B", "C"]);
  expect(ids("oldest")).toEqual(["C", "A", "B"]);
  expect(ids("largest")).toEqual(["A", "C", "B"]);
});

it("shows no incident of another scope", () => {
  estate.incident("INC-AAAA", [estate.alert({ scope: scope("bank") })]);
  expect(list()).toMatchObject({ rows: [], total: 0, counts: { open: 0, foldedAlerts: 0 } });
  expect(getIncident(estate.reader, [DEFAULT], "INC-AAAA", NIGHT)).toBeUndefined();
});

it("gives the detail with causes, involved entities, the lit path and history", () => {
  estate.source("am");
  for (const id of ["web", "cart-api", "orders-db", "far"]) estate.entity(id);
  estate.edge("web", "cart-api");
  estate.edge("cart-api", "orders-db");
  estate.edge("far", "web");
  estate.edge("cart-api", "far");
  estate.incident("INC-AAAA", [estate.alert({ entity: "orders-db" }), estate.alert({ entity: "web", at: NIGHT + 1 })]);
  const detail = IncidentDetail.parse(getIncident(estate.reader, [DEFAULT], "INC-AAAA", NIGHT));
  const roles = Object.fromEntries(detail.entities.map((entity) => [entity.id, entity.role]));
  expect(roles).toEqual({ "orders-db": "cause", web: "effect", "cart-api": "neighbour", far: "neighbour" });
  const lit = detail.edges.filter((edge) => edge.lit).map((edge) => `${edge.from}>${edge.to}`);
  expect(lit.toSorted()).toEqual(["cart-api>far", "cart-api>orders-db", "far>web", "web>cart-api"]);
  expect(detail.history.map((entry) => entry.kind)).toEqual(expect.arrayContaining(["opened", "cause"]));
  expect(detail).toMatchObject({ model: "test-1", cause: { entityId: "orders-db" }, grouping: [{ alerts: 2 }] });
});
