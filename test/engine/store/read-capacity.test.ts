import { afterEach, beforeEach, expect, it } from "vitest";
import { putForecast, removeForecast } from "../../../electron/engine/store/forecasts.ts";
import { judge } from "../../../electron/engine/store/finding-verdict.ts";
import { loadOpenFindings, putFinding } from "../../../electron/engine/store/observations.ts";
import { findCapacity, listCapacity } from "../../../electron/engine/store/read-capacity.ts";
import { listFindings } from "../../../electron/engine/store/read-findings.ts";
import { FINDING_DUTIES } from "../../../electron/engine/store/retention-findings.ts";
import { putSeries, loadSeries } from "../../../electron/engine/store/series.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { FindingId } from "../../../shared/domain/finding.ts";
import type { ForecastMade } from "../../../shared/domain/forecast.ts";
import type { IncidentId } from "../../../shared/domain/incident.ts";
import { aForecast, NINETY } from "../../builders/capacity.ts";
import { DEFAULT, Estate, MINUTE, NIGHT, scope } from "../../builders/estate.ts";
import { aFinding } from "../../builders/findings.ts";

let estate: Estate;
beforeEach(() => {
  estate = new Estate();
  estate.source("prom");
  estate.entity("db");
});
afterEach(() => estate.close());

const DB = "db" as EntityId;
const DAY = 86_400_000;

function put(seriesId: string, more: Partial<ForecastMade> = {}): void {
  const of = more.scope ?? DEFAULT;
  const named = { name: `disk of ${seriesId}`, unit: "%", labels: {}, limit: NINETY, lastAt: NIGHT };
  putSeries(estate.db, { scope: of, id: seriesId, sourceId: "prom", entityId: DB, ...named });
  putForecast(estate.db, aForecast({ seriesId, entityId: DB, ...more }));
}
const page = (query: { entityId?: string } = {}, scopes = [DEFAULT]) =>
  listCapacity(estate.db, scopes, { offset: 0, limit: 100, ...query });
const crossing = {
  limit: NINETY,
  probability: 0.8,
  earlyAt: 1,
  likelyAt: 2,
  lateAt: 3,
  reachedAt: null,
  knowledge: "enough" as const,
};
const runsOut = (subject: string, more: Parameters<typeof aFinding>[0] = {}) =>
  aFinding({
    ...{ id: "FND-00000000000A" as FindingId, kind: "forecast", what: "runs-out", subject, entityId: DB, score: null },
    ...{ model: null, openedAt: NIGHT, crossing },
    ...more,
  });

it("lists what is at its limit, then by the time that is left, then by how likely it runs out at all", () => {
  put("unlikely", { likelyAt: null, probability: 0.1 });
  put("later", { likelyAt: NIGHT + 2 * DAY });
  put("unknown", { likelyAt: null, probability: null, knowledge: "unknown" });
  put("full", { likelyAt: null, reachedAt: NIGHT });
  put("sooner", { likelyAt: NIGHT + DAY });
  put("perhaps", { likelyAt: null, probability: 0.4 });
  const { rows, total, limited } = page();
  expect(rows.map(({ seriesId }) => seriesId)).toEqual(["full", "sooner", "later", "perhaps", "unlikely", "unknown"]);
  expect([total, limited]).toEqual([6, 6]);
  expect(rows[0]).toMatchObject({ name: "disk of full", unit: "%", entityName: "db", findingId: null, limit: NINETY });
  expect(rows[0]).not.toHaveProperty("course");
});

it("says of a series whether it is told to run out, and who has said that this is no problem", () => {
  put("m1");
  putFinding(estate.db, runsOut("m1"), 1);
  expect(page()).toMatchObject({ short: 1, rows: [{ findingId: "FND-00000000000A", dismissedAt: null }] });
  judge(estate.db, "FND-00000000000A", { by: "Ada", at: NIGHT });
  expect(page()).toMatchObject({ short: 0, rows: [{ dismissedBy: "Ada", dismissedAt: NIGHT }] });
  putFinding(estate.db, runsOut("m1", { endedAt: NIGHT + 1 }), 2);
  expect(page().rows[0]!.findingId).toBeNull();
});

it("keeps the newest forecast with its course, of the caller's scopes alone", () => {
  put("m1");
  put("m1", { probability: 0.3 });
  put("m2", { scope: scope("other") });
  expect(findCapacity(estate.db, [DEFAULT], "m1")).toMatchObject({ ...aForecast({ entityId: DB }), probability: 0.3 });
  expect(findCapacity(estate.db, [DEFAULT], "m2")).toBeUndefined();
  expect(page().rows.map(({ seriesId }) => seriesId)).toEqual(["m1"]);
  expect(page({ entityId: "elsewhere" }).rows).toEqual([]);
  expect(page({ entityId: DB }).total).toBe(1);
  removeForecast(estate.db, DEFAULT, "m1");
  expect(page().total).toBe(0);
});

it("gives a finding back with what was forecast, and the limit of a series", () => {
  put("m1");
  putFinding(estate.db, runsOut("m1"), 1);
  expect(loadOpenFindings(estate.db)).toEqual([runsOut("m1")]);
  const { rows } = listFindings(estate.db, [DEFAULT], {
    offset: 0,
    limit: 9,
    filter: { state: "open", kind: "forecast" },
  });
  expect(rows[0]).toMatchObject({ crossing, label: "disk of m1", unit: "%" });
  expect(loadSeries(estate.db).map(({ limit }) => limit)).toEqual([NINETY]);
});

it("gives an incident what has been known to run out for days, as long as it lasts into its hour", () => {
  estate.incident("INC-AAAA", [estate.alert({ entity: "db" })]);
  const ids = () =>
    listFindings(estate.db, [DEFAULT], {
      ...{ offset: 0, limit: 9 },
      filter: { state: "all", incidentId: "INC-AAAA" as IncidentId },
    }).rows.map(({ id }) => id);
  putFinding(estate.db, runsOut("m1", { openedAt: NIGHT - 3 * DAY }), 1);
  expect(ids()).toEqual(["FND-00000000000A"]);
  putFinding(estate.db, runsOut("m1", { openedAt: NIGHT - 3 * DAY, endedAt: NIGHT - 600 * MINUTE }), 2);
  expect(ids()).toEqual([]);
});

it("goes when nobody tells of its series any more, and the series when its limit was taken away", () => {
  put("m1");
  const retain = (): void => {
    const limits = { before: 0, now: NIGHT + 4 * DAY };
    for (const duty of FINDING_DUTIES) while (duty(estate.db, limits, { partitions: 0, alerts: 0, incidents: 0 }));
  };
  retain();
  const [series] = loadSeries(estate.db);
  expect([page().total, series?.limit]).toEqual([0, NINETY]);
  putSeries(estate.db, { ...series!, limit: null });
  retain();
  expect(loadSeries(estate.db)).toEqual([]);
});
