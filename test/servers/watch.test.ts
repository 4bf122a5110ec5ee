import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scatterAt } from "../builders/findings.ts";
import { type Calls, callWith } from "../e2e/caller.ts";
import { ConsoleUnderTest } from "../e2e/console.ts";
import { localToken } from "../e2e/localToken.ts";
import { needs } from "../requirements.ts";
import { freePort, Program, until } from "./program.ts";

const NEEDS = { ...needs({ servers: ["prometheus", "promtool"] }), timeout: 120_000 };
const STEP = 30;
const USUAL = 330;
const JUMPED = 10;

/** Latencies of nearly three hours, every half minute up to the last one; for the last five minutes they are eight times what they were. */
function history(): string {
  const last = Math.floor(Date.now() / 1000 / STEP) * STEP;
  const samples = Array.from({ length: USUAL + JUMPED }, (_, index) => {
    const value = (index < USUAL ? 0.1 : 0.8) + 0.02 * scatterAt(index * 31);
    return `shop_latency_seconds{instance="shop-1:9100",job="shop"} ${value} ${last - (USUAL + JUMPED - 1 - index) * STEP}`;
  });
  return ["# TYPE shop_latency_seconds gauge", ...samples, ...disk(last), "# EOF", ""].join("\n");
}

const DAYS = 4;
const HOURS_LEFT = 10;

/** A disk that has filled evenly for four days, a value each five minutes, and is at 90 % in ten hours. */
function disk(last: number): string[] {
  const count = (DAYS * 86_400) / 300;
  const values = Array.from({ length: count }, (_, index) => {
    const hoursLeft = HOURS_LEFT + ((count - 1 - index) * 300) / 3600;
    const value = 90 - 0.4 * hoursLeft + 0.2 * scatterAt(index * 17);
    return `disk_used_percent{instance="shop-1:9100",mountpoint="/data"} ${value} ${last - (count - 1 - index) * 300}`;
  });
  return ["# TYPE disk_used_percent gauge", ...values];
}

describe("watching metrics of a real Prometheus", NEEDS, () => {
  let folder: string;
  let url: string;
  let prometheus: Program;
  let host: ConsoleUnderTest;
  let calls: Calls;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "watchfloor-watch-"));
    const data = path.join(folder, "tsdb");
    writeFileSync(path.join(folder, "history"), history());
    execFileSync("promtool", ["tsdb", "create-blocks-from", "openmetrics", path.join(folder, "history"), data]);
    writeFileSync(path.join(folder, "prometheus.yml"), "global: {scrape_interval: 1m}\n");
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    prometheus = new Program(
      "prometheus",
      [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${data}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      `${url}/-/ready`,
      path.join(folder, "prometheus.log"),
    );
    const settings = `{ url: "${url}", watch: ["shop_latency_seconds", { query: disk_used_percent, name: "Disk {{mountpoint}}", upper: 90 }] }`;
    host = new ConsoleUnderTest({ yaml: `sources:\n  - { id: prom, kind: prometheus, settings: ${settings} }\n` });
    await prometheus.start();
    await host.start();
    calls = await callWith(host.deskUrl, localToken(host.dataFolder));
  });
  afterAll(async () => {
    calls?.close();
    await host?.close();
    await prometheus?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("finds the jump at the end of its history, with what was expected, at the entity of its labels", async () => {
    const all = { filter: { state: "all", kind: "metric" } } as const;
    await until("a finding", async () => (await calls.client.findings.list(all)).total > 0, 60_000);
    const { rows, watched } = await calls.client.findings.list(all);
    expect(watched.series).toBe(2);
    expect(rows.at(-1)).toMatchObject({
      label: "shop_latency_seconds",
      unit: "s",
      entityName: expect.stringMatching(/shop/),
    });
    expect(rows.at(-1)!.found).toBeGreaterThan(0.7);
    expect(rows.at(-1)!.high).toBeLessThan(0.2);
    const series = await calls.client.findings.series({ id: rows[0]!.subject });
    expect(series.points.length).toBeGreaterThan(150);
    expect(series.points.some(({ low }) => low !== null)).toBe(true);
  });

  it("says when a disk is full, from the past that Prometheus keeps", async () => {
    await until("a forecast", async () => (await calls.client.capacity.list({})).total > 0, 60_000);
    const { rows, limited } = await calls.client.capacity.list({});
    expect(limited).toBe(1);
    expect(rows[0]).toMatchObject({
      name: "Disk /data",
      unit: "%",
      knowledge: "enough",
      limit: { bound: "upper", value: 90 },
    });
    const hoursLeft = (rows[0]!.likelyAt! - Date.now()) / 3_600_000;
    expect(hoursLeft).toBeGreaterThan(HOURS_LEFT - 4);
    expect(hoursLeft).toBeLessThan(HOURS_LEFT + 4);
    expect(rows[0]!.probability).toBeGreaterThan(0.7);
    expect((await calls.client.findings.list({ filter: { kind: "forecast" } })).total).toBe(1);
    const { history, course } = await calls.client.capacity.get({ id: rows[0]!.seriesId });
    expect(history.length).toBeGreaterThanOrEqual(DAYS * 24 - 2);
    expect(course.point.length).toBe(course.high.length);
  });

  it("says which expression the server does not take", async () => {
    const config = { id: "other", kind: "prometheus", name: "Other", enabled: true, scope: "default" };
    const tested = await calls.client.sources.test({
      ...config,
      settings: { url, watch: ["shop_latency_seconds", "sum by (job"] },
    } as never);
    expect(tested).toMatchObject({
      ok: false,
      failure: { message: { code: "failure.watch", params: { expression: "sum by (job" } } },
    });
  });
});
