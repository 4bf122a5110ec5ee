import { afterEach, beforeEach, expect, it } from "vitest";
import { Timeline } from "../../../shared/domain/timeline.ts";
import { setAcknowledgement } from "../../../electron/engine/store/alerts.ts";
import { putEvidence, putEvidenceFailure } from "../../../electron/engine/store/evidence.ts";
import { addNote } from "../../../electron/engine/store/incidents.ts";
import { judge } from "../../../electron/engine/store/finding-verdict.ts";
import { putFinding, saveObservations } from "../../../electron/engine/store/observations.ts";
import { putSeries } from "../../../electron/engine/store/series.ts";
import type { FindingId } from "../../../shared/domain/finding.ts";
import { aFinding } from "../../builders/findings.ts";
import { incidentTimeline, type TimelineQuery } from "../../../electron/engine/store/read-timeline.ts";
import { DEFAULT, Estate, MINUTE, NIGHT, scope } from "../../builders/estate.ts";

let estate: Estate;
beforeEach(() => {
  estate = new Estate();
  for (const id of ["orders-db", "cart-api", "web"]) estate.entity(id);
});
afterEach(() => estate.close());

const NOW = NIGHT + 30 * MINUTE;
const timeline = (query: Partial<TimelineQuery> = {}) =>
  Timeline.parse(incidentTimeline(estate.reader, [DEFAULT], { id: "INC-AAAA", maximumRows: 24, now: NOW, ...query }));

it("draws changes, then causes, then effects by onset, each bar as the source told it", () => {
  const web = estate.alert({ entity: "web", at: NIGHT + 2 * MINUTE, severity: "warning" });
  const cart = estate.alert({ entity: "cart-api", at: NIGHT + MINUTE });
  const database = estate.alert({ entity: "orders-db", at: NIGHT + 3 * MINUTE });
  const change = {
    changeId: "CHG-1",
    entityId: database.entityId,
    entityName: "orders-db",
    summary: "pool 10 to 40",
    by: null,
    at: NIGHT - 10 * MINUTE,
    endedAt: NIGHT - 5 * MINUTE,
    leadMs: 10 * MINUTE,
    probability: 0.6,
    reasons: [],
  };
  estate.incident("INC-AAAA", [database, cart, web], { at: NIGHT + 3 * MINUTE, changes: [change] });
  estate.move(web, "changed", NIGHT + 5 * MINUTE, { severity: "critical" });
  const resolved = estate.move(cart, "resolved", NIGHT + 9 * MINUTE);
  estate.move(resolved, "opened", NIGHT + 12 * MINUTE, { state: "firing", startedAt: NIGHT + 11 * MINUTE });
  const { rows, from, to, omittedRows } = timeline();
  expect(rows.map((row) => `${row.role} ${row.entityName}`)).toEqual([
    "change orders-db",
    "cause orders-db",
    "effect cart-api",
    "effect web",
  ]);
  expect({ to, omittedRows }).toEqual({ to: NOW, omittedRows: 0 });
  expect(from).toBeLessThan(change.at);
  expect(rows[3]?.bars.map(({ from, to, severity }) => ({ from, to, severity }))).toEqual([
    { from: NIGHT + 2 * MINUTE, to: NIGHT + 5 * MINUTE, severity: "warning" },
    { from: NIGHT + 5 * MINUTE, to: null, severity: "critical" },
  ]);
  expect(rows[2]?.bars[0]).toMatchObject({ from: NIGHT + MINUTE, to: NIGHT + 9 * MINUTE });
  expect(rows[2]?.bars[1]).toMatchObject({ from: NIGHT + 11 * MINUTE, to: null });
});

it("merges alerts of one name at one entity into a row and says how many rows it leaves out", () => {
  const alerts = [
    estate.alert({ entity: "orders-db", name: "Pool", at: NIGHT }),
    estate.alert({ entity: "orders-db", name: "Pool", at: NIGHT + MINUTE, severity: "critical" }),
    estate.alert({ entity: "web", name: "Slow", at: NIGHT + 2 * MINUTE }),
    estate.alert({ entity: "cart-api", name: "Slow", at: NIGHT + 3 * MINUTE }),
  ];
  estate.incident("INC-AAAA", alerts);
  const { rows, omittedRows } = timeline({ maximumRows: 2 });
  expect(rows.map((row) => row.label)).toEqual(["Pool", "Slow"]);
  expect(omittedRows).toBe(1);
  expect(rows[0]?.bars).toEqual([
    { from: NIGHT, to: NIGHT + MINUTE, severity: "major", state: "firing", acknowledged: false },
    { from: NIGHT + MINUTE, to: null, severity: "critical", state: "firing", acknowledged: false },
  ]);
});

it("splits a bar where the source confirmed the acknowledgement", () => {
  const alert = estate.alert({ at: NIGHT });
  estate.incident("INC-AAAA", [alert]);
  setAcknowledgement(estate.db, alert.id, { state: "confirmed", by: "Ada", at: NIGHT + MINUTE, until: null });
  expect(timeline().rows[0]?.bars.map((bar) => [bar.from, bar.to, bar.acknowledged])).toEqual([
    [NIGHT, NIGHT + MINUTE, false],
    [NIGHT + MINUTE, null, true],
  ]);
});

it("marks changes nearby, the incident's own story and what operators did, by time", () => {
  estate.incident("INC-AAAA", [estate.alert({ entity: "orders-db" })]);
  estate.change("near", "orders-db", { at: NIGHT - MINUTE });
  estate.change("elsewhere", "unrelated", { at: NIGHT - MINUTE });
  estate.change("long ago", "orders-db", { at: NIGHT - 600 * MINUTE });
  addNote(estate.db, "INC-AAAA", "Ada", "called the database team", NIGHT + 2 * MINUTE);
  const marks = timeline().marks;
  expect(marks.map((mark) => mark.kind)).toEqual(["change", "incident", "incident", "operator"]);
  expect(marks[0]?.label).toEqual({ code: "api.mark.change", params: { entity: "orders-db", summary: "change near" } });
  expect(marks.map((mark) => mark.at)).toEqual(marks.map((mark) => mark.at).toSorted());
});

it("keeps only the window that was asked for", () => {
  const alert = estate.alert({ at: NIGHT });
  estate.incident("INC-AAAA", [alert]);
  estate.move(alert, "resolved", NIGHT + MINUTE);
  expect(timeline({ from: NIGHT + MINUTE, to: NOW }).rows[0]?.bars).toHaveLength(1);
  expect(timeline({ from: NIGHT + MINUTE + 1, to: NOW }).rows[0]?.bars).toHaveLength(0);
});

it("gives evidence with the usual range of the time before", () => {
  const alert = estate.alert({ at: NIGHT });
  estate.incident("INC-AAAA", [alert]);
  const points = Array.from({ length: 21 }, (_, minute): [number, number] => [NIGHT + (minute - 21) * MINUTE, minute]);
  const series = {
    key: "cpu",
    entityId: alert.entityId,
    sourceId: "am",
    label: "CPU",
    unit: "%",
    expected: null,
    threshold: 80,
    fetchedAt: NOW,
  };
  putEvidence(estate.db, "INC-AAAA", { ...series, points: [...points, [NIGHT, 99]] });
  const [metric] = timeline().metrics;
  expect(metric).toMatchObject({ entityName: "orders-db", expected: { low: 1, high: 19 }, threshold: 80 });
  expect(metric?.points.at(-1)).toEqual([NIGHT, 99]);
});

it("says which source gave no metrics, and why", () => {
  estate.incident("INC-AAAA", [estate.alert({ at: NIGHT })]);
  const message = { code: "failure.hung", params: { timeoutMs: 20_000 } };
  putEvidenceFailure(estate.db, "INC-AAAA", "gone", { message, at: NOW });
  putEvidenceFailure(estate.db, "INC-BBBB", "am", { message, at: NOW });
  expect(timeline().metricFailures).toEqual([{ sourceId: "gone", sourceName: "gone", message, at: NOW }]);
  putEvidenceFailure(estate.db, "INC-AAAA", "gone", null);
  expect(timeline().metricFailures).toEqual([]);
});

it("is not there for another scope", () => {
  estate.incident("INC-AAAA", [estate.alert()]);
  expect(
    incidentTimeline(estate.reader, [scope("bank")], { id: "INC-AAAA", maximumRows: 24, now: NOW }),
  ).toBeUndefined();
});

it("draws watched metrics that left their range with what was expected, and marks news of logs; not what was called none", () => {
  const alert = estate.alert({ at: NIGHT });
  estate.incident("INC-AAAA", [alert]);
  const about = {
    scope: alert.scope,
    sourceId: "am",
    entityId: alert.entityId,
    unit: "ms",
    labels: {},
    limit: null,
    lastAt: NIGHT,
  };
  for (const id of ["m1", "m2"]) putSeries(estate.db, { ...about, id, name: `latency ${id}` });
  const band = { expected: 5, low: 4, high: 6, score: 0.9 };
  const points = ["m1", "m2"].map((seriesId) => ({ scope: alert.scope, seriesId, at: NIGHT, value: 9, ...band }));
  saveObservations(estate.db, { points, patterns: [], gone: [], checkpoints: [] });
  const found = { entityId: alert.entityId, since: NIGHT, openedAt: NIGHT };
  putFinding(estate.db, aFinding({ ...found, id: "FND-000000000001" as FindingId, subject: "m1" }), 1);
  putFinding(estate.db, aFinding({ ...found, id: "FND-000000000002" as FindingId, subject: "m2" }), 2);
  const news = { ...found, kind: "log", what: "new", subject: "p1", score: null } as const;
  putFinding(estate.db, aFinding({ ...news, id: "FND-000000000003" as FindingId }), 3);
  judge(estate.db, "FND-000000000002", { by: "Ada", at: NIGHT });
  putEvidence(estate.db, "INC-AAAA", {
    ...{ key: "e", entityId: alert.entityId, sourceId: "am", label: "latency m3", unit: "ms", expected: null },
    ...{ threshold: null, fetchedAt: NOW, points: [] },
  });
  putSeries(estate.db, { ...about, id: "m3", name: "latency m3" });
  putFinding(estate.db, aFinding({ ...found, id: "FND-000000000004" as FindingId, subject: "m3" }), 4);
  const { metrics: all, marks } = timeline();
  expect(all.map(({ key }) => key)).toEqual(["e", "watched m1"]);
  const metrics = all.filter(({ band: expected }) => expected !== null);
  expect(metrics.map(({ label, points: drawn, band: expected }) => [label, drawn, expected])).toEqual([
    ["latency m1", [[NIGHT, 9]], [[NIGHT, 4, 6]]],
  ]);
  expect(marks.filter(({ kind }) => kind === "finding")).toMatchObject([
    { at: NIGHT, label: { code: "api.mark.new" } },
  ]);
});
