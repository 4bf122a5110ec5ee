import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { prometheus, type PrometheusConfig } from "../../../../electron/engine/connectors/prometheus/prometheus.ts";
import type { EvidenceRequest } from "../../../../electron/engine/connectors/connector.ts";
import { aConnectorIo } from "../../../builders/connectorIo.ts";
import { anHttpServer, json } from "../../../builders/httpServer.ts";

const recorded = (name: string): unknown => JSON.parse(readFileSync(`test/fixtures/prometheus/${name}.json`, "utf8"));
const CONFIGURATION = {
  status: "success",
  data: { yaml: "global:\n  external_labels:\n    site: lab\n    replica: a\n" },
};

/** A Prometheus of recorded answers; `changes` replaces some, a number is a status. */
async function aPrometheus(changes: Record<string, unknown> = {}) {
  const answers: Record<string, unknown> = {
    "/prom/api/v1/rules": recorded("rules"),
    "/prom/api/v1/alerts": recorded("alerts"),
    "/prom/api/v1/targets": recorded("targets"),
    "/prom/api/v1/status/buildinfo": recorded("status_buildinfo"),
    "/prom/api/v1/status/config": CONFIGURATION,
    "/prom/api/v1/query_range": recorded("query_range_queue_depth"),
    ...changes,
  };
  const { url, asked } = await anHttpServer(({ path }, response) => {
    const answer = answers[path.split("?")[0]!];
    if (answer === undefined) json(response, {}, 404);
    else if (typeof answer === "number") response.writeHead(answer).end();
    else json(response, answer);
  });
  const config = prometheus.config.parse({ url: `${url}/prom/` });
  return { config, asked, paths: () => asked.map(({ path }) => path.split("?")[0]) };
}

const pollOf = async (config: PrometheusConfig, cursor?: string, clock?: { at: number }) => {
  const polled = await prometheus.poll!(config, cursor, aConnectorIo({}, clock));
  if (!polled.ok) throw new Error(JSON.stringify(polled.failure));
  return polled.value;
};

describe("a poll", () => {
  it("gives the alerts that fire as a snapshot, and counts the pending ones", async () => {
    const polled = await pollOf((await aPrometheus()).config);
    expect(polled.kind).toBe("snapshot");
    expect(polled.ignored).toEqual({ "ignored.pending": 1 });
    expect(polled.reports.map((report) => report.kind === "alert" && [report.name, report.severity])).toEqual([
      ["TargetDown", "critical"],
      ["ProbeFailed", "warning"],
      ["QueueDepthHigh", "warning"],
      ["Watchdog", "info"],
    ]);
    expect(polled.reports[0]).toEqual({
      kind: "alert",
      handle: expect.stringMatching(/^[0-9a-f]{16}$/),
      name: "TargetDown",
      state: "firing",
      severity: "critical",
      labels: { host: "core-sw-9", instance: "127.0.0.1:29001", job: "dead", severity: "critical", team: "network" },
      summary: "dead target 127.0.0.1:29001 is down",
      at: Date.parse("2026-11-22T10:42:38.647Z"),
      mutings: [],
      entity: [],
    });
  });

  it("falls back to /alerts where there are no rules", async () => {
    const { config, paths } = await aPrometheus({ "/prom/api/v1/rules": 404 });
    expect((await pollOf(config)).reports).toHaveLength(4);
    expect(paths()).toContain("/prom/api/v1/alerts");
  });

  it("names the version, the targets that are down and the external labels, and asks for them every five minutes only", async () => {
    const { config, asked, paths } = await aPrometheus();
    const clock = { at: 1_000_000_000_000 };
    const first = await pollOf(config, undefined, clock);
    expect(first.about).toMatch(/^Prometheus 2\.42\.0\+ds, \d+ of \d+ targets down$/);
    expect(first.externalLabels).toEqual(["site", "replica"]);
    asked.length = 0;
    clock.at += 299_999;
    const second = await pollOf(config, first.cursor, clock);
    expect(second).toMatchObject({ about: first.about, externalLabels: first.externalLabels });
    expect(paths()).toEqual(["/prom/api/v1/rules"]);
    clock.at += 1;
    await pollOf(config, second.cursor, clock);
    expect(paths()).toContain("/prom/api/v1/status/config");
  });

  it("goes on without a configuration that it may not see, counts that, and keeps the labels of the settings", async () => {
    const { config } = await aPrometheus({ "/prom/api/v1/status/config": 403, "/prom/api/v1/targets": 500 });
    const polled = await pollOf({ ...config, externalLabels: ["dc"] });
    expect(polled).toMatchObject({ about: "Prometheus 2.42.0+ds", externalLabels: ["dc"] });
    expect(polled.ignored).toEqual({ "ignored.pending": 1, "ignored.externalLabelsHidden": 1 });
  });

  it("counts severities that nobody knows and takes them as warnings", async () => {
    const alert = {
      labels: { alertname: "A", severity: "rather-bad" },
      annotations: {},
      state: "firing",
      activeAt: "2026-11-22T10:42:38Z",
    };
    const rule = { type: "alerting", name: "A", query: "a > 1", alerts: [alert] };
    const { config } = await aPrometheus({
      "/prom/api/v1/rules": { status: "success", data: { groups: [{ rules: [rule] }] } },
    });
    const polled = await pollOf(config);
    expect(polled).toMatchObject({
      reports: [{ severity: "warning", summary: "A" }],
      ignored: { "ignored.unknownSeverity": 1 },
    });
  });

  it.each([
    ["wrong types", { status: "success", data: { groups: [{ rules: [{ type: "alerting", name: 5 }] }] } }],
    ["another server's answer", { hello: "world" }],
    [
      "a time that is none",
      {
        status: "success",
        data: {
          groups: [
            {
              rules: [
                { type: "alerting", name: "a", query: "a", alerts: [{ labels: {}, state: "firing", activeAt: 5 }] },
              ],
            },
          ],
        },
      },
    ],
  ])("of %s is malformed, and says where", async (_, answer) => {
    const { config } = await aPrometheus({ "/prom/api/v1/rules": answer, "/prom/api/v1/alerts": answer });
    expect(await prometheus.poll!(config, undefined, aConnectorIo())).toMatchObject({
      ok: false,
      failure: { kind: "malformed", message: { code: "failure.unexpectedAnswer", params: { expected: "Prometheus" } } },
    });
  });

  it("does not survive a cursor that cannot be read by failing", async () => {
    const { config } = await aPrometheus();
    expect((await pollOf(config, "{broken")).about).toMatch(/^Prometheus/);
  });
});

describe("credentials", () => {
  it("are resolved from references and sent", async () => {
    const { config, asked } = await aPrometheus();
    const io = aConnectorIo({ "env:P": "pw" });
    await prometheus.poll!({ ...config, auth: "basic", user: "noc", password: "env:P" }, undefined, io);
    expect(asked[0]?.headers.authorization).toBe(`Basic ${btoa("noc:pw")}`);
    const missing = await prometheus.poll!({ ...config, auth: "bearer", token: "env:NONE" }, undefined, io);
    expect(missing).toMatchObject({ ok: false, failure: { kind: "misconfigured" } });
  });
});

describe("a token that no header can carry", () => {
  it.each(["two\nlines", "with space", "naïve", ""])("is a mistake of the configuration: %j", async (token) => {
    const { config, asked } = await aPrometheus();
    const bearer = { ...config, auth: "bearer" as const, token: "env:TOKEN" };
    expect(await prometheus.poll!(bearer, undefined, aConnectorIo({ "env:TOKEN": token }))).toEqual({
      ok: false,
      failure: {
        kind: "misconfigured",
        message: { code: "failure.bearerCharacters", params: { reference: "env:TOKEN" } },
      },
    });
    expect(asked).toEqual([]);
  });
});

describe("a test of the connection", () => {
  it("names what answered and how many alerts it would give", async () => {
    const { config } = await aPrometheus();
    expect(await prometheus.test(config, aConnectorIo())).toMatchObject({
      ok: true,
      alerts: 4,
      about: expect.stringMatching(/^Prometheus 2/),
    });
  });

  it("gives the failure", async () => {
    const { config } = await aPrometheus({ "/prom/api/v1/rules": 401 });
    expect(await prometheus.test(config, aConnectorIo())).toMatchObject({
      ok: false,
      failure: { kind: "unauthorised" },
    });
  });
});

describe("evidence", () => {
  const to = 1_795_344_170_000;
  const request: EvidenceRequest = {
    handle: "0",
    name: "QueueDepthHigh",
    labels: { instance: "shop-1", job: "checkout", severity: "warning", team: "shop", mail: "<email:k1:0123456789ab>" },
    from: to - 30_000,
    to,
    stepMs: 5_000,
  };
  const queryOf = (asked: { path: string }[]) =>
    new URLSearchParams(asked.find(({ path }) => path.includes("query_range"))?.path.split("?")[1]);

  it("is the rule's expression without its comparison, narrowed to the alert's series, with the threshold", async () => {
    const { config, asked } = await aPrometheus();
    const evidence = await prometheus.evidence!(config, request, aConnectorIo());
    expect(evidence).toEqual({
      ok: true,
      value: [
        {
          label: "queue_depth · shop-1",
          unit: "",
          threshold: 100,
          points: [
            [to - 10_000, 500],
            [to - 5_000, 500],
            [to, 500],
          ],
        },
      ],
    });
    expect(queryOf(asked).get("query")).toBe('queue_depth{instance="shop-1",job="checkout"}');
    expect(queryOf(asked).get("step")).toBe("5");
  });

  it("never asks for more points than the server gives", async () => {
    const { config, asked } = await aPrometheus();
    await prometheus.evidence!(config, { ...request, from: to - 30 * 86_400_000, stepMs: 1_000 }, aConnectorIo());
    expect((30 * 86_400) / Number(queryOf(asked).get("step"))).toBeLessThan(11_000);
    await prometheus.evidence!(config, { ...request, stepMs: 1 }, aConnectorIo());
  });

  it("leaves out series of other things, and says null for what is no number", async () => {
    const result = [
      { metric: { instance: "shop-2" }, values: [[1, "1"]] },
      {
        metric: { instance: "shop-1" },
        values: [
          [1, "NaN"],
          [2, "+Inf"],
          [3, "7.5"],
        ],
      },
    ];
    const { config } = await aPrometheus({
      "/prom/api/v1/query_range": { status: "success", data: { resultType: "matrix", result } },
    });
    const evidence = await prometheus.evidence!(config, request, aConnectorIo());
    expect(evidence).toMatchObject({
      value: [
        {
          points: [
            [1_000, null],
            [2_000, null],
            [3_000, 7.5],
          ],
        },
      ],
    });
  });

  it("is none for an alert whose rule is gone", async () => {
    const { config, asked } = await aPrometheus();
    expect(await prometheus.evidence!(config, { ...request, name: "Gone" }, aConnectorIo())).toEqual({
      ok: true,
      value: [],
    });
    expect(asked.some(({ path }) => path.includes("query_range"))).toBe(false);
  });
});
