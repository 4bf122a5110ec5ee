import { implement } from "@orpc/server";
import { contract } from "../../shared/contract/index.ts";
import type { Topic } from "../../shared/contract/updates.ts";
import type { Incident } from "../../shared/domain/incident.ts";
import type { OutboxItem } from "../../shared/domain/outbox.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";
import type { Source } from "../../shared/domain/source.ts";
import { packed } from "../builders/topologyNode.ts";
import { similarTo } from "../builders/similar.ts";
import { detailOf, openIncidents, outboxItem, resolvedIncidents, sources, timelineOf } from "./estate.ts";

/** What a test sets and looks at. Change it, then call `changed`. */
export type FakeState = {
  now(): number;
  open: Incident[];
  resolved: Incident[];
  sources: Source[];
  outbox: OutboxItem[];
  empty: boolean;
  demo: boolean;
  mayAct: boolean;
  /** Lets every list wait, to look at skeletons. */
  hold: Promise<void> | null;
  /** Makes lists, details and the map fail. */
  failing: boolean;
  beats: boolean;
  calls: { name: string; input: unknown }[];
  listeners: Set<(topics: Topic[]) => void>;
};

export function fakeState(now: () => number = Date.now): FakeState {
  return {
    now,
    open: openIncidents(now()),
    resolved: resolvedIncidents(now()),
    sources: sources(now()),
    outbox: [],
    ...{ empty: false, demo: false, mayAct: true, hold: null, failing: false, beats: true },
    calls: [],
    listeners: new Set(),
  };
}

const OPERATOR = "A. Lindqvist";
const TOPICS: Topic[] = ["incidents", "alerts", "topology", "changes", "sources", "outbox", "audit", "session"];
const RATE = [
  41, 38, 44, 40, 36, 42, 39, 47, 37, 41, 40, 43, 39, 36, 44, 42, 38, 41, 37, 39, 45, 40, 38, 42, 37, 44, 39, 41, 43,
  38, 120, 260, 240, 410, 1700, 1104,
];

/** The contract over plain arrays: lists, counts and state changes are true, the rest answers empty. */
export function fakeRouter(state: FakeState) {
  const os = implement(contract);
  const changed = (...topics: Topic[]): void => state.listeners.forEach((listener) => listener(topics));
  const find = (id: string): Incident | undefined =>
    [...state.open, ...state.resolved].find((incident) => incident.id === id);
  const amend = (id: string, more: Partial<Incident>): number => {
    const incident = find(id);
    if (incident === undefined) return 0;
    Object.assign(incident, more, { version: incident.version + 1 });
    changed("incidents", "outbox");
    return incident.version;
  };
  const record = (name: string, input: unknown): void => void state.calls.push({ name, input });

  const matching = (wanted: { unacknowledged: boolean; mine: boolean; moving: boolean }): Incident[] =>
    state.open.filter(
      (incident) =>
        (!wanted.unacknowledged || incident.acknowledgement.state === "none") &&
        (!wanted.mine || incident.owner === OPERATOR) &&
        (!wanted.moving || incident.trend === "rising"),
    );
  const only = (name: "unacknowledged" | "mine" | "moving"): number =>
    matching({ unacknowledged: false, mine: false, moving: false, [name]: true }).length;

  return os.router({
    session: {
      get: os.session.get.handler(() => ({
        caller: {
          name: OPERATOR,
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
        ...{ dataFolder: "/data", wallUrl: null },
      })),
      setDemo: os.session.setDemo.handler(({ input }) => {
        state.demo = input.demo;
        state.empty = false;
        changed(...TOPICS);
        return { restarting: true };
      }),
    },
    health: {
      get: os.health.get.handler(() => ({
        ...{
          databaseBytes: 214_000_000,
          eventCount: 4_113_000,
          queueDepth: 0,
          transactionP99Ms: 8,
          analysisLag: 0,
          workerRestarts: 0,
        },
      })),
    },
    incidents: {
      list: os.incidents.list.handler(async ({ input, errors }) => {
        await state.hold;
        if (state.failing)
          throw errors.REJECTED({ data: { reason: { code: "The cache cannot be read.", params: {} } } });
        const rows = input.filter.state === "resolved" ? state.resolved : matching(input.filter);
        const bySeverity = { info: 0, warning: 0, minor: 0, major: 0, critical: 0 };
        for (const { severity } of state.open) bySeverity[severity] += 1;
        const folded = state.open.reduce((sum, { alertCount }) => sum + alertCount, 0);
        const counts = {
          open: state.open.length,
          unacknowledged: only("unacknowledged"),
          mine: only("mine"),
          moving: only("moving"),
        };
        return {
          rows: rows.slice(input.offset, input.offset + input.limit),
          total: rows.length,
          counts: { ...counts, foldedAlerts: folded, suppressedAlerts: 212, bySeverity },
        };
      }),
      get: os.incidents.get.handler(async ({ input, errors }) => {
        await state.hold;
        const incident = find(input.id);
        if (incident === undefined) throw errors.NOT_FOUND();
        if (state.failing) throw errors.BUSY();
        return detailOf(incident, state.now());
      }),
      timeline: os.incidents.timeline.handler(async ({ input, errors }) => {
        await state.hold;
        const incident = find(input.id);
        if (incident === undefined) throw errors.NOT_FOUND();
        return timelineOf(incident, state.now());
      }),
      why: os.incidents.why.handler(({ input }) => ({ fingerprint: input.fingerprint, reasons: [] })),
      similar: os.incidents.similar.handler(() => ({
        rows: state.resolved.slice(0, 3).map((one) => similarTo(one)),
        closed: state.resolved.length,
      })),
      acknowledge: os.incidents.acknowledge.handler(({ input, errors }) => {
        record("incidents.acknowledge", input);
        const incident = find(input.id);
        if (incident === undefined) throw errors.NOT_FOUND();
        if (incident.version !== input.seenVersion) {
          throw errors.CONFLICT({ data: { reason: { code: "More alerts joined since you looked.", params: {} } } });
        }
        const item = outboxItem(state.now(), { id: `out-${state.outbox.length + 1}`, note: input.note });
        state.outbox.push(item);
        amend(input.id, {
          acknowledgement: {
            state: "queued",
            by: OPERATOR,
            at: state.now(),
            until: state.now() + input.minutes * 60_000,
          },
        });
        return { items: [item], skipped: [] };
      }),
      undo: os.incidents.undo.handler(({ input }) => {
        record("incidents.undo", input);
        amend(input.id, { acknowledgement: { state: "none", by: null, at: null, until: null } });
        return { items: [outboxItem(state.now(), { kind: "undo" })] };
      }),
      note: os.incidents.note.handler(({ input }) => {
        record("incidents.note", input);
        return { version: amend(input.id, {}) };
      }),
      merge: os.incidents.merge.handler(({ input }) => {
        record("incidents.merge", input);
        return { verdictIds: input.otherIds.map((otherId) => `merge-${otherId}`) };
      }),
      split: os.incidents.split.handler(({ input }) => {
        record("incidents.split", input);
        return { verdictIds: ["split-1"] };
      }),
      ruleOut: os.incidents.ruleOut.handler(({ input }) => {
        record("incidents.ruleOut", input);
        return { verdictIds: ["ruled-out-1"] };
      }),
      takeBack: os.incidents.takeBack.handler(({ input }) => {
        record("incidents.takeBack", input);
        return { takenBack: true as const };
      }),
      setOwner: os.incidents.setOwner.handler(({ input }) => {
        record("incidents.setOwner", input);
        return { version: amend(input.id, { owner: input.owner }) };
      }),
    },
    alerts: {
      list: os.alerts.list.handler(() => ({ rows: [], total: 0 })),
      get: os.alerts.get.handler(({ errors }) => {
        throw errors.NOT_FOUND();
      }),
      counts: os.alerts.counts.handler(() => ({
        ...{ firing: 4113, suppressed: 212, bySource: {} },
        bySeverity: { info: 0, warning: 100, minor: 187, major: 611, critical: 3215 },
      })),
      rate: os.alerts.rate.handler(({ input }) => {
        const bucketMs = input.bucketMinutes * 60_000;
        const end = Math.floor(state.now() / bucketMs) * bucketMs + bucketMs;
        return { startsAt: end - input.buckets * bucketMs, bucketMs, counts: RATE.slice(-input.buckets) };
      }),
      acknowledge: os.alerts.acknowledge.handler(() => ({ items: [], skipped: [] })),
    },
    outbox: {
      list: os.outbox.list.handler(({ input }) => {
        const rows = state.outbox.filter((item) => input.states.includes(item.state));
        const count = (...states: OutboxItem["state"][]): number =>
          rows.filter((item) => states.includes(item.state)).length;
        return { rows, total: rows.length, waiting: count("queued", "sent"), conflicts: count("conflict") };
      }),
      undo: os.outbox.undo.handler(({ input, errors }) => {
        record("outbox.undo", input);
        const item = state.outbox.find(({ id }) => id === input.id);
        if (item === undefined) throw errors.NOT_FOUND();
        item.state = "undone";
        changed("outbox");
        return item;
      }),
      settle: os.outbox.settle.handler(({ input, errors }) => {
        record("outbox.settle", input);
        const item = state.outbox.find(({ id }) => id === input.id);
        if (item === undefined) throw errors.NOT_FOUND();
        item.state = input.decision === "keep-theirs" ? "undone" : "queued";
        changed("outbox");
        return item;
      }),
    },
    topology: {
      get: os.topology.get.handler(() => packed({ nodes: [], edges: [], totalNodes: 0, totalEdges: 0 })),
      entity: os.topology.entity.handler(({ errors }) => {
        throw errors.NOT_FOUND();
      }),
    },
    findings: {
      list: os.findings.list.handler(() => ({ rows: [], total: 0, watched: { series: 0, patterns: 0, open: 0 } })),
      get: os.findings.get.handler(({ errors }) => {
        throw errors.NOT_FOUND();
      }),
      series: os.findings.series.handler(({ errors }) => {
        throw errors.NOT_FOUND();
      }),
      patterns: os.findings.patterns.handler(() => ({ rows: [], total: 0, news: 0 })),
      pattern: os.findings.pattern.handler(({ errors }) => {
        throw errors.NOT_FOUND();
      }),
      lines: os.findings.lines.handler(({ errors }) => {
        throw errors.NOT_FOUND();
      }),
      dismiss: os.findings.dismiss.handler(() => ({ dismissed: true })),
      restore: os.findings.restore.handler(() => ({ dismissed: false })),
    },
    capacity: {
      list: os.capacity.list.handler(() => ({ rows: [], total: 0, limited: 0, short: 0 })),
      get: os.capacity.get.handler(({ errors }) => {
        throw errors.NOT_FOUND();
      }),
    },
    changes: {
      list: os.changes.list.handler(() => ({ rows: [], total: 0 })),
      add: os.changes.add.handler(({ input }) => ({ id: input.id ?? "1", entityName: input.entity, newEntity: false })),
    },
    sources: {
      list: os.sources.list.handler(() => state.sources.map((source) => ({ ...source }))),
      kinds: os.sources.kinds.handler(() => []),
      test: os.sources.test.handler(() => ({ ok: true, about: null, alerts: 0, failure: null })),
      save: os.sources.save.handler(({ errors }) => {
        throw errors.NOT_FOUND();
      }),
      remove: os.sources.remove.handler(() => ({ removed: false })),
      config: os.sources.config.handler(({ errors }) => {
        throw errors.NOT_FOUND();
      }),
      poll: os.sources.poll.handler(() => ({ scheduled: true })),
    },
    rules: {
      list: os.rules.list.handler(() => ({ rows: [], running: null })),
      check: os.rules.check.handler(() => ({ problem: null })),
      save: os.rules.save.handler(({ input }) => ({ id: input.id })),
      remove: os.rules.remove.handler(() => ({ removed: true })),
      test: os.rules.test.handler(() => ({ test: null })),
      cancelTest: os.rules.cancelTest.handler(() => ({ cancelled: false })),
    },
    search: {
      find: os.search.find.handler(({ input }) =>
        [...state.open, ...state.resolved]
          .filter(({ id, headline }) => `${id} ${headline.code}`.toLowerCase().includes(input.text.toLowerCase()))
          .slice(0, input.limit)
          .map(({ id, headline, severity, state: is }) => ({
            kind: "incident" as const,
            id,
            title: headline,
            severity,
            open: is === "open",
          })),
      ),
    },
    audit: {
      list: os.audit.list.handler(() => ({ rows: [], total: 0 })),
      verify: os.audit.verify.handler(() => ({ ok: true, entries: 0, brokenAt: null })),
    },
    updates: {
      watch: os.updates.watch.handler(async function* ({ signal }) {
        const waiting: Topic[][] = [TOPICS];
        let wake = (): void => undefined;
        const listener = (topics: Topic[]): void => {
          waiting.push(topics);
          wake();
        };
        state.listeners.add(listener);
        try {
          for (let version = 0; signal?.aborted !== true; version += 1) {
            const topics = waiting.shift();
            if (topics !== undefined) yield { kind: "changed" as const, topics, version };
            else {
              const beat = await Promise.race([
                new Promise<false>((resolve) => (wake = () => resolve(false))),
                new Promise<true>((resolve) => setTimeout(() => resolve(true), 1000)),
              ]);
              if (beat && state.beats) yield { kind: "beat" as const, now: state.now() };
            }
          }
        } finally {
          state.listeners.delete(listener);
        }
      }),
    },
  });
}
