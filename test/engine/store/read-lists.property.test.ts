import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AlertFilter, AlertOrder } from "../../../shared/contract/alerts.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { rankOf, Severity } from "../../../shared/domain/severity.ts";
import { countRepeats, putAlertSources, setAcknowledgement } from "../../../electron/engine/store/alerts.ts";
import { alertCounts } from "../../../electron/engine/store/read-alert-counts.ts";
import { type AlertQuery, listAlerts } from "../../../electron/engine/store/read-alerts.ts";
import { Estate, NIGHT, scope } from "../../builders/estate.ts";

const SCOPES = [scope("bank"), scope("shop")];
const ENTITIES = ["db-1", "db-2", "Web", "cache_5"];
const SITES = ["Rotterdam", "Oslo", null];
const NAMES = ["HighLatency", "DiskFull", "Down"];
const SUMMARIES = ["p99 is above 2 s", "100% of 50_pods of db-1", "instance DOWN for 5 min", "no reason"];
const STATES = ["firing", "suppressed", "resolved"] as const;
const WORDS = ["db", "DB-1", "latency", "100%", "_", "5", "down", "web", "2 s", "nothing-of-it", "o"];

/** What the engine knows of an alert, as a list of its own: the naive answers are made of it. */
type Model = {
  rowId: number;
  scope: Scope;
  fingerprint: string;
  state: (typeof STATES)[number];
  severity: Severity;
  text: string;
  entityId: string;
  entityName: string;
  site: string | null;
  startedAt: number;
  count: number;
  confirmed: boolean;
  /** The states of its views by source. */
  views: Map<string, Set<string>>;
  incidentId: string | null;
};

const SEED = 20260302;
const shapes = fc.sample(
  fc.record({
    scope: fc.constantFrom(...SCOPES),
    entity: fc.nat(ENTITIES.length - 1),
    name: fc.constantFrom(...NAMES),
    summary: fc.constantFrom(...SUMMARIES),
    severity: fc.constantFrom(...Severity.options),
    state: fc.constantFrom(...STATES, "firing" as const),
    at: fc.nat(20),
    count: fc.integer({ min: 1, max: 4 }),
    confirmed: fc.boolean(),
    views: fc.array(fc.record({ source: fc.nat(1), suppressed: fc.boolean() }), { minLength: 1, maxLength: 3 }),
    incident: fc.nat(6),
  }),
  { seed: SEED, numRuns: 160 },
);

let estate: Estate;
let models: Model[];
beforeAll(() => {
  estate = new Estate();
  for (const each of SCOPES) {
    for (const number of [0, 1]) estate.source(`source-${number}@${each}`, { scope: each });
    for (const [index, name] of ENTITIES.entries())
      estate.entity(`${index}@${each}`, { scope: each, name, site: SITES[index % SITES.length] ?? null });
  }
  models = estate.db.transaction(() => shapes.map(put))();
  for (const each of SCOPES) {
    const members = models.filter((model) => model.scope === each && model.incidentId !== null);
    // Built from the rows as they were stored.
    const rows = members.map((model) => stored.get(model.rowId)!);
    estate.incident(`INC-${each.toUpperCase()}`, rows);
  }
});
afterAll(() => estate.close());

const stored = new Map<number, ReturnType<Estate["alert"]>>();

function put(shape: (typeof shapes)[number]): Model {
  const entity = `${shape.entity}@${shape.scope}`;
  const alert = estate.alert({ ...shape, entity, at: NIGHT + shape.at, sources: [] });
  stored.set(alert.id, alert);
  countRepeats(estate.db, [{ alertId: alert.id, count: shape.count - 1, lastSeenAt: NIGHT }]);
  const state = shape.confirmed ? "confirmed" : "queued";
  setAcknowledgement(estate.db, alert.id, { state, by: "Ada", at: NIGHT, until: null });
  return {
    rowId: alert.id,
    ...{ scope: shape.scope, state: shape.state, severity: shape.severity, count: shape.count },
    fingerprint: alert.fingerprint,
    text: `${shape.name}\n${shape.summary}`.toLowerCase(),
    entityId: entity,
    entityName: ENTITIES[shape.entity]!,
    site: SITES[shape.entity % SITES.length] ?? null,
    startedAt: NIGHT + shape.at,
    confirmed: shape.confirmed,
    views: viewsOf(alert.id, shape),
    incidentId: shape.incident === 0 && shape.state !== "resolved" ? `INC-${shape.scope.toUpperCase()}` : null,
  };
}

/** Under one handle for each of them: a source may know an alert twice, once muted and once not. */
function viewsOf(alertId: number, { scope: inScope, state, views }: (typeof shapes)[number]): Model["views"] {
  const states = new Map<string, Set<string>>();
  for (const [index, { source, suppressed }] of views.entries()) {
    const sourceId = `source-${source}@${inScope}`;
    // An alert fires while one of its views does; what has resolved is resolved for every source.
    const own =
      state === "resolved" ? state : state === "firing" && (index === 0 || !suppressed) ? state : "suppressed";
    putAlertSources(estate.db, [
      {
        ...{ alertId, sourceId, handle: `handle-${index}`, state: own },
        mutings: [],
        reportHash: "hash",
      },
    ]);
    states.set(sourceId, (states.get(sourceId) ?? new Set()).add(own));
  }
  return states;
}

type Asked = { scopes: Scope[]; query: AlertQuery };

const asked: fc.Arbitrary<Asked> = fc.record({
  scopes: fc.subarray(SCOPES, { minLength: 1 }),
  query: fc.record({
    order: fc.constantFrom(...AlertOrder.options),
    offset: fc.constantFrom(0, 1, 7, 60, 1_000),
    limit: fc.constantFrom(1, 10, 200),
    filter: fc
      .record(
        {
          states: fc.subarray([...STATES], { minLength: 1 }),
          severities: fc.subarray([...Severity.options]),
          sourceIds: fc.subarray(SCOPES.flatMap((each) => [`source-0@${each}`, `source-1@${each}`])),
          site: fc.constantFrom("Rotterdam", "Oslo", "Nowhere"),
          entityId: fc.constantFrom("0@bank", "2@shop"),
          incidentId: fc.constantFrom("INC-BANK", "INC-SHOP"),
          text: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 2 }).map((words) => words.join(" ")),
          unacknowledged: fc.boolean(),
        },
        { requiredKeys: [] },
      )
      .map((filter) => AlertFilter.parse(filter)),
  }),
});

const passes = ({ filter }: AlertQuery, model: Model): boolean =>
  filter.states.includes(model.state) &&
  (filter.severities.length === 0 || filter.severities.includes(model.severity)) &&
  (filter.sourceIds.length === 0 || filter.sourceIds.some((id) => model.views.has(id))) &&
  (filter.site === undefined || filter.site === model.site) &&
  (filter.entityId === undefined || filter.entityId === model.entityId) &&
  (filter.incidentId === undefined || filter.incidentId === model.incidentId) &&
  (!filter.unacknowledged || !model.confirmed) &&
  (filter.text ?? "")
    .toLowerCase()
    .split(" ")
    .every((word) => model.text.includes(word) || model.entityName.toLowerCase().includes(word));

const worse = (one: Model, other: Model): number => rankOf(other.severity) - rankOf(one.severity);
const newer = (one: Model, other: Model): number => other.startedAt - one.startedAt;
const first = (one: Model, other: Model): number => one.rowId - other.rowId;
const named = (one: Model, other: Model): number =>
  one.entityName === other.entityName ? 0 : one.entityName < other.entityName ? -1 : 1;

const ORDERS: Record<AlertQuery["order"], (one: Model, other: Model) => number> = {
  severity: (one, other) => worse(one, other) || newer(one, other) || first(one, other),
  newest: (one, other) => newer(one, other) || first(one, other),
  oldest: (one, other) => newer(other, one) || first(other, one),
  entity: (one, other) => named(one, other) || worse(one, other) || newer(one, other) || first(one, other),
  count: (one, other) => other.count - one.count || first(one, other),
};

describe("lists of alerts", () => {
  it("give the rows of their window, in their order, and count all that pass", () => {
    fc.assert(
      fc.property(asked, ({ scopes, query }) => {
        const all = models.filter((model) => scopes.includes(model.scope) && passes(query, model));
        const window = all.toSorted(ORDERS[query.order]).slice(query.offset, query.offset + query.limit);
        const { rows, total } = listAlerts(estate.reader, scopes, query);
        expect(rows.map(({ fingerprint, count }) => ({ fingerprint, count }))).toEqual(
          window.map(({ fingerprint, count }) => ({ fingerprint, count })),
        );
        expect(total).toBe(all.length);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

it("counts each active alert once by state and severity and once by each source that knows it", () => {
  for (const each of SCOPES) {
    const active = models.filter((model) => model.scope === each && model.state !== "resolved");
    const ofSource = (id: string) => active.filter(({ views }) => views.has(id)).length;
    expect(alertCounts(estate.reader, [each])).toEqual({
      firing: active.filter(({ state }) => state === "firing").length,
      suppressed: active.filter(({ state }) => state === "suppressed").length,
      bySeverity: Object.fromEntries(
        Severity.options.map((severity) => [severity, active.filter((model) => model.severity === severity).length]),
      ),
      bySource: Object.fromEntries([0, 1].map((number) => `source-${number}@${each}`).map((id) => [id, ofSource(id)])),
    });
  }
});
