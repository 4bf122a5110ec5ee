import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AlertFilter, AlertOrder } from "../../../shared/contract/alerts.ts";
import { IncidentFilter } from "../../../shared/contract/incidents.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { appendAudit } from "../../../electron/engine/store/audit.ts";
import { alertCounts } from "../../../electron/engine/store/read-alert-counts.ts";
import { getAlert, listAlerts } from "../../../electron/engine/store/read-alerts.ts";
import { listAudit } from "../../../electron/engine/store/read-audit.ts";
import { listChanges } from "../../../electron/engine/store/read-changes.ts";
import { getEntity } from "../../../electron/engine/store/read-entity.ts";
import { getIncident } from "../../../electron/engine/store/read-incident.ts";
import { listIncidents } from "../../../electron/engine/store/read-incidents.ts";
import { findText } from "../../../electron/engine/store/read-search.ts";
import { listSources, sourceConfig } from "../../../electron/engine/store/read-sources.ts";
import { incidentTimeline } from "../../../electron/engine/store/read-timeline.ts";
import { getTopology } from "../../../electron/engine/store/read-topology.ts";
import { Estate, NIGHT, scope } from "../../builders/estate.ts";

const NAMES = ["quokka", "walrus", "ibex"] as const;
let estate: Estate;
beforeAll(() => {
  estate = new Estate();
  for (const [index, name] of NAMES.entries()) fill(name, index);
});
afterAll(() => estate.close());

/** The same in every scope, each thing with the scope in its name. */
function fill(name: string, index: number): void {
  const inScope = { scope: scope(name) };
  estate.source(`am-${name}`, { ...inScope, lastGoodAt: NIGHT - index * 100_000 });
  estate.entity(`db-${name}`, { ...inScope, site: "Rotterdam" });
  estate.entity(`web-${name}`, { ...inScope, site: "Rotterdam" });
  estate.edge(`web-${name}`, `db-${name}`, { ...inScope, sourceId: `am-${name}` });
  estate.change(`change-${name}`, `db-${name}`, inScope);
  const alerts = ["firing", "suppressed", "resolved"].map((state) =>
    estate.alert({
      ...inScope,
      entity: `db-${name}`,
      fingerprint: `print-${name}-${state}`,
      state: state as never,
      sources: [`am-${name}`],
    }),
  );
  estate.incident(`INC-${name.toUpperCase()}`, alerts);
  appendAudit(estate.db, {
    at: NIGHT,
    by: "Ada",
    scope: name,
    action: "x",
    target: `INC-${name}`,
    outcome: "done",
    detail: {},
  });
}

const someScopes = fc.subarray([...NAMES]).map((names) => names.map(scope));
const filters = fc.record({
  states: fc.subarray(["firing", "suppressed", "resolved"] as const, { minLength: 1 }),
  text: fc.constantFrom(undefined, "db", "HighLatency"),
  site: fc.constantFrom(undefined, "Rotterdam"),
  unacknowledged: fc.boolean(),
  sourceIds: fc.constantFrom(
    [],
    NAMES.map((name) => `am-${name}`),
  ),
});

/** Everything that the reads give to these scopes, as one text. */
function allThatIsSeenBy(
  scopes: readonly Scope[],
  filter: unknown,
  order: (typeof AlertOrder.options)[number],
  at: number | undefined,
): string {
  const db = estate.reader;
  const page = { offset: 0, limit: 100 };
  const asking = { name: "Ada", now: NIGHT };
  const topology = { sites: [], kinds: [], minimumConfidence: 0, limit: 100, at, now: NIGHT };
  return JSON.stringify([
    listAlerts(db, scopes, { ...page, order, filter: AlertFilter.parse(filter) }),
    alertCounts(db, scopes),
    listIncidents(db, scopes, { ...page, filter: IncidentFilter.parse({ state: "all" }) }, asking),
    listChanges(db, scopes, page),
    listSources(db, scopes, NIGHT),
    listAudit(db, scopes, page),
    getTopology(db, scopes, topology),
    ["db", "INC", "am-"].map((text) => findText(db, scopes, { text, limit: 50 })),
    NAMES.map((name) => [
      getAlert(db, scopes, `print-${name}-firing`),
      getEntity(db, scopes, `db-${name}`, NIGHT),
      getIncident(db, scopes, `INC-${name.toUpperCase()}`, NIGHT),
      incidentTimeline(db, scopes, { id: `INC-${name.toUpperCase()}`, maximumRows: 10, now: NIGHT }),
      getTopology(db, scopes, { ...topology, incidentId: `INC-${name.toUpperCase()}` }),
      sourceConfig(db, scopes, `am-${name}`),
    ]),
  ]).toLowerCase();
}

it("shows no row of a scope that was not asked for, and something of each that was", () => {
  fc.assert(
    fc.property(
      someScopes,
      filters,
      fc.constantFrom(...AlertOrder.options),
      fc.constantFrom(undefined, NIGHT),
      (scopes, filter, order, at) => {
        const seen = allThatIsSeenBy(scopes, filter, order, at);
        for (const name of NAMES)
          expect(seen.includes(name), `${name} to ${scopes.join()}`).toBe(scopes.includes(scope(name)));
      },
    ),
    { numRuns: 150 },
  );
});

it("counts a scope once that is named twice", () => {
  const bank = scope("quokka");
  const query = { filter: AlertFilter.parse({}), order: "severity", offset: 0, limit: 10 } as const;
  expect(listAlerts(estate.reader, [bank, bank], query)).toEqual(listAlerts(estate.reader, [bank], query));
  expect(alertCounts(estate.reader, [bank, bank])).toEqual(alertCounts(estate.reader, [bank]));
});
