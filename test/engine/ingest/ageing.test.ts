import { afterEach, beforeEach, expect, it } from "vitest";
import { readEvents } from "../../../electron/engine/store/event-log.ts";
import { loadEdges } from "../../../electron/engine/store/edges.ts";
import { loadAliases, loadEntities } from "../../../electron/engine/store/entities.ts";
import { listAlerts } from "../../../electron/engine/store/read-alerts.ts";
import { putSource, recordFailure, recordPoll } from "../../../electron/engine/store/sources.ts";
import { AlertFilter } from "../../../shared/contract/alerts.ts";
import type { EdgeReport, EntityReport } from "../../../shared/domain/event.ts";
import type { LogBody } from "../../../shared/domain/log.ts";
import { START } from "../../../shared/domain/position.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { IntakeBench, NOW } from "../../builders/intake.ts";
import { anAlertReport } from "../../builders/report.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Short, so that a test need not let two weeks pass; the step in which the store learns of reports comes on top. */
const SPAN = DAY;
const OVER = SPAN + DAY / 4;

let bench: IntakeBench;
let now: number;
beforeEach(() => {
  bench = new IntakeBench();
  now = NOW;
  bench.tick(now, SPAN);
});
afterEach(() => bench.close());

const pod = (value: string) => ({ namespace: "k8s", value, kind: "pod" }) as const;
const node = (value: string) => ({ namespace: "k8s", value, kind: "host" }) as const;
const runsOn = (from: string, to: string): EdgeReport => ({
  kind: "edge",
  from: pod(from),
  to: node(to),
  origin: "declared",
  confidence: 1,
});

/** Lets the engine watch for so long: ticks a minute or so apart, `each` beside every one of them. */
function watch(ms: number, each: () => void = () => {}): void {
  for (const end = now + ms; now < end;) {
    now = Math.min(end, now + 5 * MINUTE);
    each();
    bench.tick(now, SPAN);
  }
}

const bodies = (): LogBody[] => readEvents(bench.db, START, 100_000).map(({ body }) => body);
const gone = (): string[] =>
  bodies().flatMap((body) => {
    if (body.kind === "retired") return [`retired ${body.entityId}`];
    return body.kind === "edge" && !body.present ? ["edge ended"] : [];
  });
const names = () => loadEntities(bench.db).map(({ name }) => name).sort(); // prettier-ignore

it("ends an edge and then retires both its entities once nobody has told of them for the span, and not before", () => {
  bench.push("inventory", [runsOn("pod-1", "node-1")]);
  watch(OVER - 5 * MINUTE);
  expect(gone()).toEqual([]);
  watch(5 * MINUTE);
  expect(gone()).toEqual(["edge ended", expect.stringMatching("retired"), expect.stringMatching("retired")]);
  expect(loadEdges(bench.db)).toEqual([]);
  expect(loadEntities(bench.db)).toEqual([]);
  expect(loadAliases(bench.db)).toEqual([]);
  expect([bench.intake.state.entities.size, bench.intake.state.edges.size]).toEqual([0, 0]);
});

it("keeps what is told of again, and writes that down only now and then", () => {
  bench.push("inventory", [runsOn("pod-1", "node-1")]);
  const changes = () => bench.db.prepare("SELECT total_changes()").pluck().get() as number;
  watch(3 * SPAN, () => bench.push("inventory", [runsOn("pod-1", "node-1")], now));
  expect(gone()).toEqual([]);
  bench.push("inventory", [runsOn("pod-1", "node-1")], now);
  const before = changes();
  bench.push("inventory", [runsOn("pod-1", "node-1")], now);
  expect(changes() - before).toBe(0);
});

it("keeps the entity of an alert that holds, and for the span after its end", () => {
  bench.snapshot("prometheus", [anAlertReport()]);
  watch(4 * SPAN, () => bench.snapshot("prometheus", [anAlertReport()], now));
  expect(names()).toEqual(["checkout-api"]);
  bench.snapshot("prometheus", [], now);
  watch(SPAN);
  expect(names()).toEqual(["checkout-api"]);
  watch(OVER);
  expect(names()).toEqual([]);
});

it("ages nothing while the engine does not run, and goes on after a restart", () => {
  bench.push("inventory", [runsOn("pod-1", "node-1")]);
  now += 100 * DAY;
  bench.restart();
  watch(OVER - 10 * MINUTE);
  bench.restart();
  expect(gone()).toEqual([]);
  watch(20 * MINUTE);
  expect(gone()).toHaveLength(3);
});

it("does not age when the clock is set back or far ahead", () => {
  bench.push("inventory", [runsOn("pod-1", "node-1")]);
  for (const jump of [-DAY, 400 * DAY, -800 * DAY]) {
    now += jump;
    bench.tick(now, SPAN);
  }
  expect(bench.intake.state.watched.ms).toBe(0);
  watch(OVER);
  expect(gone()).toHaveLength(3);
});

it("waits for a source that does not answer, and gives it the span once it does", () => {
  putSource(bench.db, {
    id: "inventory",
    scope: DEFAULT_SCOPE,
    kind: "test",
    name: "Inventory",
    origin: "form",
    enabled: true,
    canAct: false,
    settings: {},
    intervalMs: 10_000,
  });
  bench.push("inventory", [runsOn("pod-1", "node-1")]);
  const failure = { kind: "unreachable", message: { code: "failure.refused", params: {} } } as const;
  recordFailure(bench.db, "inventory", { at: now, failure, nextPollAt: null });
  watch(3 * OVER);
  expect(gone()).toEqual([]);
  recordPoll(bench.db, "inventory", { at: now, lagMs: null, events: 0, ignored: {}, nextPollAt: null });
  watch(2 * OVER);
  expect(gone()).toHaveLength(3);
});

it("begins a new life under the same id when a retired entity is told of again", () => {
  bench.push("inventory", [runsOn("pod-1", "node-1")]);
  const before = loadEntities(bench.db).map(({ id }) => id).sort(); // prettier-ignore
  watch(OVER);
  bench.restart();
  bench.push("inventory", [runsOn("pod-1", "node-1")], now);
  expect(loadEntities(bench.db).map(({ id }) => id).sort()).toEqual(before); // prettier-ignore
  expect(loadEdges(bench.db)).toHaveLength(1);
  const lives = bench.db.prepare("SELECT count(*) FROM entity WHERE id = ?").pluck();
  expect(before.map((id) => lives.get(id))).toEqual([2, 2]);
});

it("keeps the name of what has left the map with the alerts that were about it", () => {
  bench.snapshot("prometheus", [anAlertReport()]);
  bench.snapshot("prometheus", [], now);
  watch(2 * OVER);
  expect(names()).toEqual([]);
  const filter = AlertFilter.parse({ states: ["resolved"] });
  const { rows } = listAlerts(bench.db, [DEFAULT_SCOPE], { filter, order: "newest", offset: 0, limit: 10 });
  expect(rows).toMatchObject([{ entityName: "checkout-api", entityKind: "service" }]);
});

it("finds the entity and its carrier again when a known alert fires after they retired", () => {
  const alert = anAlertReport({ labels: { service: "checkout-api", host: "node-1" } });
  bench.snapshot("prometheus", [alert]);
  bench.snapshot("prometheus", [], now);
  watch(2 * OVER);
  expect(names()).toEqual([]);
  bench.snapshot("prometheus", [{ ...alert, at: now }], now);
  expect(names()).toEqual(["checkout-api", "node-1"]);
  expect(loadEdges(bench.db)).toHaveLength(1);
});

it("retires what was joined with the entity that took it in, so that either name may begin anew", () => {
  const inventory: EntityReport = {
    kind: "entity",
    entity: { namespace: "cmdb", value: "SRV-1", kind: "host" },
    name: "node-1",
    aliases: [{ namespace: "k8s", value: "node-1" }],
    attributes: {},
  };
  bench.push("k8s", [runsOn("pod-1", "node-1")]);
  bench.push("cmdb", [inventory], now);
  expect(bench.db.prepare("SELECT count(*) FROM entity_join WHERE to_position IS NULL").pluck().get()).toBe(1);
  expect(bench.intake.state.edges.size).toBe(loadEdges(bench.db).length);
  watch(OVER);
  expect(names()).toEqual([]);
  expect(bench.db.prepare("SELECT count(*) FROM entity_join WHERE to_position IS NULL").pluck().get()).toBe(0);
  bench.push("k8s", [runsOn("pod-1", "node-1")], now);
  expect(names()).toEqual(["node-1", "pod-1"]);
});

it("looks at no more than a slice at one tick", () => {
  const many = Array.from({ length: 120 }, (_, index) => runsOn(`pod-${index}`, "node-1"));
  bench.push("inventory", many);
  watch(OVER - 5 * MINUTE);
  const perTick: number[] = [];
  for (let before = 0; perTick.at(-1) !== 0; before = gone().length) {
    watch(5 * MINUTE);
    perTick.push(gone().length - before);
  }
  expect(perTick).toEqual([50, 50, 50, 50, 41, 0]);
});
