import { afterEach, beforeEach, expect, it } from "vitest";
import { judge } from "../../../electron/engine/store/finding-verdict.ts";
import { loadOpenFindings, putFinding, saveObservations } from "../../../electron/engine/store/observations.ts";
import {
  findFinding,
  isLongFindingQuery,
  listFindings,
  watchedSeries,
} from "../../../electron/engine/store/read-findings.ts";
import { findPattern, listPatterns } from "../../../electron/engine/store/read-patterns.ts";
import { putSeries } from "../../../electron/engine/store/series.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { FindingId } from "../../../shared/domain/finding.ts";
import type { IncidentId } from "../../../shared/domain/incident.ts";
import { DEFAULT, Estate, MINUTE, NIGHT, scope } from "../../builders/estate.ts";
import { aFinding } from "../../builders/findings.ts";

let estate: Estate;
beforeEach(() => {
  estate = new Estate();
  estate.source("am");
  estate.entity("db");
});
afterEach(() => estate.close());

const id = (number: number): FindingId => `FND-${String(number).padStart(12, "0")}` as FindingId;
const put = (number: number, more: Parameters<typeof aFinding>[0] = {}): void =>
  putFinding(
    estate.db,
    aFinding({ id: id(number), entityId: "db" as EntityId, openedAt: NIGHT + number, ...more }),
    number,
  );
const list = (filter: Partial<Parameters<typeof listFindings>[2]["filter"]> = {}, scopes = [DEFAULT]) =>
  listFindings(estate.db, scopes, { offset: 0, limit: 100, filter: { state: "open", ...filter } });
const ids = (page: ReturnType<typeof list>): string[] => page.rows.map((row) => row.id);

it("lists what lasts, the newest first, and what is over or dismissed only when asked", () => {
  put(1);
  put(2, { endedAt: NIGHT + 3 });
  put(3);
  put(4);
  judge(estate.db, id(4), { by: "Ada", at: NIGHT });
  expect(ids(list())).toEqual([id(3), id(1)]);
  expect(ids(list({ state: "all" }))).toEqual([id(3), id(1), id(4), id(2)]);
  expect(list({ state: "all" }).rows[2]).toMatchObject({ dismissedBy: "Ada", dismissedAt: NIGHT });
  judge(estate.db, id(4), null);
  expect(ids(list())).toEqual([id(4), id(3), id(1)]);
});

it("is for the reader thread when all that was ever found is sorted, not for what is open or of one subject", () => {
  const isLong = (filter: Partial<Parameters<typeof listFindings>[2]["filter"]>): boolean =>
    isLongFindingQuery({ offset: 0, limit: 100, filter: { state: "all", ...filter } });
  expect([isLong({}), isLong({ kind: "log" }), isLong({ state: "dismissed" })]).toEqual([true, true, true]);
  expect([isLong({ state: "open" }), isLong({ subject: "m1" }), isLong({ entityId: "db" as EntityId })]).toEqual([
    false,
    false,
    false,
  ]);
});

it("keeps a verdict when the finding goes on", () => {
  put(1);
  judge(estate.db, id(1), { by: "Ada", at: NIGHT });
  put(1, { endedAt: NIGHT + 9 });
  expect(list({ state: "all" }).rows[0]).toMatchObject({ dismissedBy: "Ada", endedAt: NIGHT + 9 });
});

it("gives what lasts back as it was proposed, of all scopes, also what somebody has dismissed", () => {
  const examples = [{ at: NIGHT, entityId: "db" as EntityId, text: "no free connection", position: 7 }];
  const lasting = [
    aFinding({ id: id(1), examples, place: 2 }),
    aFinding({ id: id(3), scope: scope("other"), kind: "log", what: "new", model: null, score: null }),
  ];
  for (const finding of lasting) putFinding(estate.db, finding, 1);
  put(2, { endedAt: NIGHT + 3 });
  judge(estate.db, id(1), { by: "Ada", at: NIGHT });
  expect(loadOpenFindings(estate.db)).toEqual(lasting);
});

it("shows nothing of other scopes", () => {
  put(1, { scope: scope("other") });
  expect(list().total).toBe(0);
  expect(list({}, [scope("other")]).total).toBe(1);
  putSeries(estate.db, {
    ...{
      scope: scope("other"),
      id: "m1",
      sourceId: "am",
      entityId: "db" as EntityId,
      name: "cpu",
      unit: "%",
      labels: {},
      limit: null,
    },
    lastAt: NIGHT,
  });
  expect(watchedSeries(estate.db, [DEFAULT], { id: "m1" })).toBeUndefined();
});

it("gives an incident what was found at its entities and at what they depend on, around its time", () => {
  estate.entity("web");
  estate.entity("elsewhere");
  estate.edge("web", "db");
  estate.incident("INC-AAAA", [estate.alert({ entity: "web" })]);
  put(1);
  put(2, { entityId: "elsewhere" as EntityId });
  put(3, { entityId: "web" as EntityId });
  put(4, { openedAt: NIGHT - 600 * MINUTE });
  expect(ids(list({ incidentId: "INC-AAAA" as IncidentId, state: "all" }))).toEqual([id(3), id(1)]);
});

it("draws a series with its minutes and what was found on it", () => {
  putSeries(estate.db, {
    ...{
      scope: DEFAULT,
      id: "m1",
      sourceId: "am",
      entityId: "db" as EntityId,
      name: "cpu",
      unit: "%",
      labels: {},
      limit: null,
    },
    lastAt: NIGHT,
  });
  const point = { scope: DEFAULT, seriesId: "m1", value: 1, expected: 1, low: 0, high: 2, score: 0 };
  const at = [0, 1, 2].map((minute) => NIGHT + minute * MINUTE);
  const observed = { patterns: [], gone: [], checkpoints: [] };
  saveObservations(estate.db, { ...observed, points: at.map((each) => ({ ...point, at: each })) });
  saveObservations(estate.db, { ...observed, points: [{ ...point, at: at[2]!, value: 9, score: 0.9 }] });
  put(1);
  const found = watchedSeries(estate.db, [DEFAULT], { id: "m1" })!;
  expect(found).toMatchObject({ name: "cpu", entityName: "db", to: at[2] });
  expect(found.points.map(({ value }) => value)).toEqual([1, 1, 9]);
  expect(found.findings.map((finding) => finding.id)).toEqual([id(1)]);
  saveObservations(estate.db, { ...observed, points: [{ ...point, at: at[2]! + 3 * 86_400_000 }] });
  expect(watchedSeries(estate.db, [DEFAULT], { id: "m1", from: 0 })!.points).toHaveLength(1);
});

it("lists patterns with news first, finds them by words, and forgets those that became part of another", () => {
  const pattern = (name: string, at: number) => ({
    ...{ id: name, scope: DEFAULT, template: `${name} of <*>`, count: 1, firstAt: at, lastAt: at, lastMinuteAt: at },
    minutes: [1],
    examples: [],
  });
  const nothing = { points: [], checkpoints: [] };
  saveObservations(estate.db, {
    ...nothing,
    patterns: [pattern("p1", 1), pattern("p2", 2), pattern("p3", 3)],
    gone: [],
  });
  put(1, { kind: "log", what: "new", subject: "p1" });
  const patterns = (text?: string) => listPatterns(estate.db, [DEFAULT], { offset: 0, limit: 10, text }).rows;
  expect(patterns().map((row) => [row.id, row.news])).toEqual([
    ["p1", ["new"]],
    ["p3", []],
    ["p2", []],
  ]);
  expect(patterns("P2 of").map((row) => row.id)).toEqual(["p2"]);
  saveObservations(estate.db, { ...nothing, patterns: [], gone: [{ scope: DEFAULT, id: "p2" }] });
  expect(patterns()).toHaveLength(2);
});

it("lists verdicts by when they were given, the latest first, and what is about one metric", () => {
  for (const number of [1, 2, 3]) put(number, { subject: `m${number}` });
  judge(estate.db, id(1), { by: "Ada", at: NIGHT + 20 });
  judge(estate.db, id(3), { by: "Ada", at: NIGHT + 10 });
  expect(ids(list({ state: "dismissed" }))).toEqual([id(1), id(3)]);
  expect(ids(list({ subject: "m2" }))).toEqual([id(2)]);
  expect(list().watched.open).toBe(1);
});

it("gives one finding and one pattern, and none of another scope", () => {
  put(1);
  const times = { firstAt: NIGHT, lastAt: NIGHT, lastMinuteAt: NIGHT };
  const pattern = { id: "p1", scope: DEFAULT, template: "GET <*>", count: 1, ...times, minutes: [1], examples: [] };
  saveObservations(estate.db, { points: [], patterns: [pattern], gone: [], checkpoints: [] });
  put(2, { kind: "log", what: "new", subject: "p1" });
  expect(findFinding(estate.db, [DEFAULT], id(1))?.id).toBe(id(1));
  expect(findFinding(estate.db, [scope("other")], id(1))).toBeUndefined();
  expect(findPattern(estate.db, [DEFAULT], { scope: DEFAULT, id: "p1" })).toMatchObject({ news: ["new"] });
  expect(findPattern(estate.db, [scope("other")], { scope: DEFAULT, id: "p1" })).toBeUndefined();
  expect(listPatterns(estate.db, [DEFAULT], { offset: 0, limit: 9 }).news).toBe(1);
});
