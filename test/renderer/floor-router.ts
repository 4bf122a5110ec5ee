import { implement } from "@orpc/server";
import { contract } from "../../shared/contract/index.ts";
import type { Alert } from "../../shared/domain/alert.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";
import { Severity } from "../../shared/domain/severity.ts";
import type { Topology } from "../../shared/domain/topology.ts";
import type { CapacityDetail } from "../../shared/contract/capacity.ts";
import type { TestOutcome } from "../../shared/contract/sources.ts";
import type { SourceConfig } from "../../shared/domain/source.ts";
import { createRegistry } from "../../electron/engine/connectors/registry.ts";
import { packed } from "../builders/topologyNode.ts";
import { outboxItem } from "./estate.ts";
import { floorCapacity } from "./floor-capacity.ts";
import { fakeRouter, type FakeState } from "./fake-router.ts";
import { floorAlertDetail, floorAlerts, floorAudit, floorEntity, floorSources, floorTopology } from "./floor.ts";

/** What a test of the other surfaces sets and looks at, besides the state of the fake engine. */
export type Floor = {
  alerts: Alert[];
  topology: Topology;
  capacity: CapacityDetail[];
  test: TestOutcome;
  /** Refuses the next save with this field and message. */
  refuse: { field: string; code: string } | null;
  saved: SourceConfig[];
  brokenAt: number | null;
};

export const aFloor = (now: number): Floor => ({
  alerts: floorAlerts(now, 4113),
  topology: floorTopology(now),
  capacity: floorCapacity(now),
  test: { ok: true, about: "Prometheus 2.42.0", alerts: 3, failure: null },
  refuse: null,
  saved: [],
  brokenAt: null,
});

/** The fake engine's router with true alerts, map, source forms and audit; the forms are the connectors' own. */
export const floorRouter = (floor: Floor) => (state: FakeState) => {
  const os = implement(contract);
  const record = (name: string, input: unknown): void => void state.calls.push({ name, input });
  const changed = (topic: "alerts" | "sources" | "outbox"): void =>
    state.listeners.forEach((listener) => listener([topic]));
  state.sources = floorSources(state.now());
  return {
    ...fakeRouter(state),
    session: {
      ...fakeRouter(state).session,
      get: os.session.get.handler(() => ({
        caller: {
          name: "A. Lindqvist",
          scopes: [DEFAULT_SCOPE],
          permissions: state.mayAct ? ["read", "act", "configure", "audit"] : ["read"],
        },
        ...{
          version: "0.1.0",
          demo: state.demo,
          empty: state.empty,
          engineStartedAt: state.now() - 3_600_000,
          now: state.now(),
        },
        ...{ dataFolder: "/var/lib/watchfloor", wallUrl: "http://noc-7.example:8443/?token=read-only-token#/wall" },
      })),
    },
    alerts: {
      ...fakeRouter(state).alerts,
      list: os.alerts.list.handler(async ({ input, errors }) => {
        await state.hold;
        if (state.failing) throw errors.BUSY();
        record("alerts.list", input);
        const rows = floor.alerts.filter((alert) => matches(alert, input.filter));
        return { rows: rows.slice(input.offset, input.offset + input.limit), total: rows.length };
      }),
      get: os.alerts.get.handler(({ input, errors }) => {
        const alert = floor.alerts.find(({ fingerprint }) => fingerprint === input.fingerprint);
        if (alert === undefined) throw errors.NOT_FOUND();
        return floorAlertDetail(alert);
      }),
      counts: os.alerts.counts.handler(() => countsOf(floor.alerts)),
      acknowledge: os.alerts.acknowledge.handler(({ input }) => {
        record("alerts.acknowledge", input);
        const able = input.alerts.filter(({ fingerprint }) => canAct(floor, fingerprint));
        const items = able.map(({ fingerprint }, index) =>
          outboxItem(state.now(), { id: `out-${state.outbox.length + index}`, fingerprint }),
        );
        state.outbox.push(...items);
        const wanted = new Set<string>(able.map(({ fingerprint }) => fingerprint));
        floor.alerts = floor.alerts.map((alert) =>
          wanted.has(alert.fingerprint)
            ? {
                ...alert,
                version: alert.version + 1,
                acknowledgement: { state: "queued", by: "A. Lindqvist", at: state.now(), until: null },
              }
            : alert,
        );
        changed("alerts");
        changed("outbox");
        const skipped = input.alerts.filter(({ fingerprint }) => !wanted.has(fingerprint));
        return {
          items,
          skipped: skipped.map(({ fingerprint }) => ({ fingerprint, reason: "outbox.skipped.nobodyCanAct" })),
        };
      }),
    },
    topology: {
      get: os.topology.get.handler(async ({ errors }) => {
        await state.hold;
        if (state.failing) throw errors.BUSY();
        return packed(floor.topology);
      }),
      entity: os.topology.entity.handler(({ input, errors }) => {
        const entity = floorEntity(state.now(), input.id);
        if (entity === undefined) throw errors.NOT_FOUND();
        return entity;
      }),
    },
    capacity: {
      list: os.capacity.list.handler(async ({ input, errors }) => {
        await state.hold;
        if (state.failing) throw errors.BUSY();
        const rows = floor.capacity.filter(
          ({ entityId }) => input.entityId === undefined || entityId === input.entityId,
        );
        const short = rows.filter(({ findingId }) => findingId !== null).length;
        return { rows, total: rows.length, limited: rows.length, short };
      }),
      get: os.capacity.get.handler(async ({ input, errors }) => {
        await state.hold;
        if (state.failing) throw errors.BUSY();
        const found = floor.capacity.find(({ seriesId }) => seriesId === input.id);
        if (found === undefined) throw errors.NOT_FOUND();
        return found;
      }),
    },
    sources: {
      ...fakeRouter(state).sources,
      list: os.sources.list.handler(async ({ errors }) => {
        await state.hold;
        if (state.failing) throw errors.BUSY();
        return state.sources;
      }),
      kinds: os.sources.kinds.handler(() => createRegistry().describeKinds()),
      test: os.sources.test.handler(({ input }) => {
        record("sources.test", input);
        return floor.test;
      }),
      save: os.sources.save.handler(({ input, errors }) => {
        record("sources.save", input);
        if (floor.refuse !== null)
          throw errors.REJECTED({
            data: { reason: { code: floor.refuse.code, params: { field: floor.refuse.field } } },
          });
        floor.saved.push(input);
        const source = {
          ...floorSources(state.now())[0]!,
          id: input.id,
          name: input.name ?? input.id,
          kind: input.kind,
          origin: "form" as const,
        };
        state.sources = [...state.sources.filter(({ id }) => id !== input.id), source];
        changed("sources");
        return source;
      }),
      remove: os.sources.remove.handler(({ input }) => {
        record("sources.remove", input);
        state.sources = state.sources.filter(({ id }) => id !== input.id);
        changed("sources");
        return { removed: true };
      }),
      config: os.sources.config.handler(({ input, errors }) => {
        const config = floor.saved.find(({ id }) => id === input.id);
        if (config === undefined) throw errors.NOT_FOUND();
        return config;
      }),
      poll: os.sources.poll.handler(({ input }) => {
        record("sources.poll", input);
        return { scheduled: true };
      }),
    },
    search: {
      find: os.search.find.handler(({ input }) =>
        floor.topology.nodes
          .filter(({ name }) => name.includes(input.text.toLowerCase()))
          .slice(0, input.limit)
          .map(({ id, name, kind }) => ({
            kind: "entity" as const,
            id,
            name,
            entityKind: kind,
            matched: `${name}:9187`,
          })),
      ),
    },
    audit: {
      list: os.audit.list.handler(({ input }) => {
        const rows = floorAudit(state.now(), 412);
        return { rows: rows.slice(input.offset, input.offset + input.limit), total: rows.length };
      }),
      verify: os.audit.verify.handler(() => ({ ok: floor.brokenAt === null, entries: 412, brokenAt: floor.brokenAt })),
    },
  };
};

type Filter = {
  states: string[];
  severities: string[];
  sourceIds: string[];
  site?: string | undefined;
  entityId?: string | undefined;
  incidentId?: string | undefined;
  text?: string | undefined;
  unacknowledged: boolean;
};

function matches(alert: Alert, filter: Filter): boolean {
  const words = (filter.text ?? "").toLowerCase().split(" ");
  const said = `${alert.name} ${alert.summary} ${alert.entityName}`.toLowerCase();
  return (
    filter.states.includes(alert.state) &&
    (filter.severities.length === 0 || filter.severities.includes(alert.severity)) &&
    (filter.sourceIds.length === 0 || filter.sourceIds.some((id) => alert.sourceIds.includes(id))) &&
    (filter.site === undefined || alert.site === filter.site) &&
    (filter.entityId === undefined || alert.entityId === filter.entityId) &&
    (filter.incidentId === undefined || alert.incidentId === filter.incidentId) &&
    (!filter.unacknowledged || alert.acknowledgement.state === "none") &&
    words.every((word) => said.includes(word))
  );
}

const canAct = (floor: Floor, fingerprint: string): boolean =>
  floor.alerts.find((alert) => alert.fingerprint === fingerprint)?.sourceIds.includes("alertmanager") ?? false;

function countsOf(alerts: readonly Alert[]) {
  const firing = alerts.filter(({ state }) => state === "firing");
  const bySeverity = Object.fromEntries(
    Severity.options.map((severity) => [severity, firing.filter((alert) => alert.severity === severity).length]),
  );
  const bySource: Record<string, number> = {};
  for (const id of firing.flatMap(({ sourceIds }) => sourceIds)) bySource[id] = (bySource[id] ?? 0) + 1;
  return {
    firing: firing.length,
    suppressed: alerts.length - firing.length,
    bySeverity: bySeverity as Record<Severity, number>,
    bySource,
  };
}
