import { afterEach, beforeEach, expect, it } from "vitest";
import { logHead } from "../../../electron/engine/store/event-log.ts";
import { IntakeBench } from "../../builders/intake.ts";
import { anAlertReport } from "../../builders/report.ts";

let bench: IntakeBench;
beforeEach(() => (bench = new IntakeBench()));
afterEach(() => bench.close());

it("makes one entity when an inventory says that two tools mean the same thing", () => {
  bench.snapshot("metrics", [anAlertReport({ labels: { instance: "10.0.0.7:9100" } })]);
  bench.snapshot("database", [anAlertReport({ name: "SlowDisk", labels: { host: "db-fra-07" } })]);
  bench.push("cmdb", [
    {
      kind: "entity",
      entity: { namespace: "cmdb/id", value: "CI41", kind: "host" },
      aliases: [
        { namespace: "label/instance", value: "10.0.0.7:9100" },
        { namespace: "label/host", value: "db-fra-07" },
      ],
      name: "db-fra-07",
      site: "FRA",
      attributes: {},
    },
  ]);
  expect(new Set(bench.alerts().map(({ entityId }) => entityId)).size).toBe(1);
  expect(bench.alerts().map(({ entityName, site }) => [entityName, site])).toEqual([
    ["db-fra-07", "FRA"],
    ["db-fra-07", "FRA"],
  ]);
  expect(bench.log().some((body) => body.kind === "join")).toBe(true);
});

it("makes one entity also for alerts whose rows are not written yet when the inventory speaks", () => {
  const host = (label: string, value: string) => ({ namespace: `label/${label}`, value });
  bench.push("metrics", [
    anAlertReport({ labels: { instance: "10.0.0.7:9100" } }),
    anAlertReport({ name: "SlowDisk", labels: { host: "db-fra-07" } }),
    {
      kind: "entity",
      entity: { namespace: "cmdb/id", value: "CI41", kind: "host" },
      aliases: [host("instance", "10.0.0.7:9100"), host("host", "db-fra-07")],
      name: "db-fra-07",
      attributes: {},
    },
  ]);
  const rows = bench.db.prepare("SELECT DISTINCT entity_id FROM alert").all();
  expect(rows).toHaveLength(1);
  const known = [...bench.intake.state.alerts.values()].map(({ entityId }) => ({ entity_id: entityId }));
  expect(known).toEqual([rows[0], rows[0]]);
  const kinds = bench.log().map(({ kind }) => kind);
  expect(kinds.lastIndexOf("alert")).toBeLessThan(kinds.indexOf("join"));
});

it("takes an entity described alike again for no news, also after a restart", () => {
  const inventory = {
    kind: "entity",
    entity: { namespace: "cmdb/id", value: "CI41", kind: "service" },
    aliases: [],
    name: "checkout-api",
    attributes: { tier: "1" },
  } as const;
  bench.push("cmdb", [{ ...inventory, aliases: [] }]);
  const before = logHead(bench.db);
  bench.push("cmdb", [{ ...inventory, aliases: [] }]);
  bench.restart();
  bench.push("cmdb", [{ ...inventory, aliases: [] }]);
  expect(logHead(bench.db)).toEqual(before);
});

it("makes what one alert names together depend on each other, with little confidence", () => {
  bench.snapshot("prometheus", [anAlertReport({ labels: { service: "checkout-api", node: "n-1" } })]);
  expect(bench.log().find((body) => body.kind === "edge")).toMatchObject({
    origin: "inferred",
    present: true,
    confidence: 0.6,
  });
});
