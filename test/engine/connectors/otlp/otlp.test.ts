import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Deliver } from "../../../../electron/engine/connectors/connector.ts";
import type { OtlpConfig } from "../../../../electron/engine/connectors/otlp/config.ts";
import { OtlpConfig as Config } from "../../../../electron/engine/connectors/otlp/config.ts";
import { failed } from "../../../../electron/engine/connectors/failure.ts";
import { otlp } from "../../../../electron/engine/connectors/otlp/otlp.ts";
import { encodeResponse } from "../../../../electron/engine/connectors/otlp/protocol.ts";
import type { EdgeReport, Report } from "../../../../shared/domain/event.ts";
import { aConnectorIo } from "../../../builders/connectorIo.ts";

/** Just after the recorded shop was sent. */
const JSON_NOW = 1_795_346_030_000;
const FOLDER = "test/fixtures/otlp";
const recorded = (kind: string, ending: string): Buffer[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(`-${kind}.${ending}`))
    .sort()
    .map((name) => readFileSync(`${FOLDER}/${name}`));

async function aReceiver(settings: object = {}, deliver?: Deliver, startAt = JSON_NOW) {
  const clock = { at: startAt };
  const delivered: Report[] = [];
  const io = aConnectorIo({ "env:TOKEN": "s3cret" }, clock);
  const config: OtlpConfig = Config.parse({ port: 0, ...settings });
  const listening = await otlp.listen!(
    config,
    async (reports, ignored) => {
      const result = await (deliver?.(reports, ignored) ??
        Promise.resolve({ ok: true as const, value: { committed: reports.length } }));
      if (result.ok) delivered.push(...reports);
      return result;
    },
    io,
  );
  if (!listening.ok) throw new Error(listening.failure.message.code);
  onTestFinished(() => listening.value.close());
  const { address } = listening.value;
  const post = async (signal: string, body: Buffer | string | object, headers: Record<string, string> = {}) => {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
    const type = Buffer.isBuffer(body) ? "application/x-protobuf" : "application/json";
    const request = { method: "POST", headers: { "content-type": type, ...headers }, body: new Uint8Array(bytes) };
    const response = await fetch(`${address}/v1/${signal}`, request);
    return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
  };
  const poll = async (cursor?: string) => {
    const polled = await otlp.poll!(config, cursor, io);
    if (!polled.ok) throw new Error(polled.failure.message.code);
    return polled.value;
  };
  return { address, config, clock, delivered, io, post, poll };
}

const edgesOf = (reports: Report[]): string[] =>
  [
    ...new Set(
      reports
        .filter((report): report is EdgeReport => report.kind === "edge")
        .map(({ from, to }) => `${from.value} → ${to.namespace}:${to.value}`),
    ),
  ].sort();

const SHOP_EDGES = [
  "checkout → host.name:shop-1",
  "checkout → messaging.destination.name:orders",
  "checkout → service.name:inventory",
  "checkout → service.name:mailer",
  "checkout → service.name:payment",
  "inventory → db.namespace:stock",
  "inventory → host.name:shop-1",
  "mailer → host.name:shop-1",
  "mailer → messaging.destination.name:orders",
  "payment → host.name:shop-1",
  "storefront → host.name:shop-1",
  "storefront → service.name:checkout",
];

type SpanChanges = Record<string, unknown>;
let spanCount = 0;
const hex = (length: number): string => (++spanCount).toString(16).padStart(length, "0");
const aSpan = (changes: SpanChanges = {}) => ({
  traceId: hex(32),
  spanId: hex(16),
  name: "GET /",
  kind: 2,
  startTimeUnixNano: String((JSON_NOW - 1_000) * 1e6),
  endTimeUnixNano: String((JSON_NOW - 900) * 1e6),
  attributes: [],
  status: { code: 0 },
  ...changes,
});
const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } });
const traces = (service: string | undefined, spans: unknown[]) => ({
  resourceSpans: [
    {
      resource: { attributes: service === undefined ? [] : [attribute("service.name", service)] },
      scopeSpans: [{ spans }],
    },
  ],
});
const logs = (service: string, ...lines: object[]) => ({
  resourceLogs: [
    { resource: { attributes: [attribute("service.name", service)] }, scopeLogs: [{ logRecords: lines }] },
  ],
});
const line = (text: string, severityNumber = 17) => ({
  timeUnixNano: String(JSON_NOW * 1e6),
  severityNumber,
  body: { stringValue: text },
});

describe("a real SDK's requests", () => {
  it("in JSON give the shop's services and who depends on whom", async () => {
    const { post, delivered, clock } = await aReceiver();
    clock.at = JSON_NOW;
    for (const body of recorded("traces", "json")) expect((await post("traces", body.toString())).status).toBe(200);
    expect(edgesOf(delivered)).toEqual(SHOP_EDGES);
    const checkout = delivered.find((report) => report.kind === "entity" && report.entity.value === "checkout");
    expect(checkout).toMatchObject({
      entity: { namespace: "service.name", kind: "service" },
      group: "shop",
      attributes: { "service.version": "1.4.2", "deployment.environment.name": "lab" },
    });
  });

  it("in protobuf, gzip and in any order give the same", async () => {
    const bodies = recorded("traces", "bin");
    const { post, delivered, clock } = await aReceiver();
    clock.at = JSON_NOW + 60_000;
    for (const body of bodies.reverse()) {
      const answer = await post("traces", gzipSync(body), { "content-encoding": "gzip" });
      expect([answer.status, answer.headers.get("content-type"), answer.body.length]).toEqual([
        200,
        "application/x-protobuf",
        0,
      ]);
    }
    expect(edgesOf(delivered)).toEqual(SHOP_EDGES);
  });

  it("of logs raise the alert of a rule, once per service", async () => {
    for (const [ending, asText] of [
      ["json", true],
      ["bin", false],
    ] as const) {
      const { post, delivered, clock } = await aReceiver({
        logRules: [{ name: "GatewayDown", contains: "Connection Refused", severity: "critical" }],
      });
      clock.at = JSON_NOW + 60_000;
      for (const body of recorded("logs", ending))
        expect((await post("logs", asText ? body.toString() : body)).status).toBe(200);
      expect(delivered.filter(({ kind }) => kind === "alert")).toEqual([
        {
          kind: "alert",
          handle: "GatewayDown/payment",
          name: "GatewayDown",
          state: "firing",
          severity: "critical",
          labels: { "service.name": "payment" },
          summary: "payment: card gateway: connection refused",
          at: JSON_NOW + 60_000,
          mutings: [],
          entity: [{ namespace: "service.name", value: "payment", kind: "service" }],
        },
      ]);
    }
  });

  it("of metrics are answered with how many points were not taken, in the sender's encoding", async () => {
    const { post, poll } = await aReceiver();
    const asJson = await post("metrics", recorded("metrics", "json")[0]!.toString());
    const { partialSuccess } = JSON.parse(asJson.body.toString()) as {
      partialSuccess: { rejectedDataPoints: string; errorMessage: string };
    };
    expect(Number(partialSuccess.rejectedDataPoints)).toBeGreaterThan(0);
    expect(partialSuccess.errorMessage).toBe(
      `metrics are not taken here; ${partialSuccess.rejectedDataPoints} data points were passed over`,
    );
    const asProtobuf = await post("metrics", recorded("metrics", "bin")[0]!);
    expect(asProtobuf.body).toEqual(
      encodeResponse("metrics", "protobuf", Number(partialSuccess.rejectedDataPoints), partialSuccess.errorMessage),
    );
    expect((await poll()).ignored).toEqual({ "ignored.metrics": 2 * Number(partialSuccess.rejectedDataPoints) });
  });
});

describe("dependencies", () => {
  it("grow surer with evidence and are told only when they do", async () => {
    const { post, delivered } = await aReceiver();
    const call = async () => {
      const client = aSpan({ kind: 3 });
      await post("traces", traces("a", [client]));
      await post("traces", traces("b", [aSpan({ traceId: client.traceId, parentSpanId: client.spanId })]));
    };
    for (let count = 0; count < 12; count++) await call();
    const edges = delivered.filter((report): report is EdgeReport => report.kind === "edge");
    expect(edges.map(({ from, to, confidence }) => [from.value, to.value, confidence])).toEqual([
      ["a", "b", 0.49],
      ["a", "b", 0.74],
      ["a", "b", 0.89],
    ]);
  });

  it("are guessed from a name when nobody answers to it within a minute", async () => {
    const { post, poll, clock, delivered } = await aReceiver();
    const to = (address: string) => aSpan({ kind: 3, attributes: [attribute("server.address", address)] });
    await post("traces", traces("a", [to("api.example.com"), to("localhost")]));
    expect(edgesOf(delivered)).toEqual([]);
    clock.at += 59_999;
    expect(edgesOf((await poll()).reports)).toEqual([]);
    clock.at += 1;
    expect(edgesOf((await poll()).reports)).toEqual(["a → server.address:api.example.com"]);
  });

  it("of a service on itself are none", async () => {
    const { post, delivered } = await aReceiver();
    const client = aSpan({ kind: 3 });
    await post("traces", traces("a", [client, aSpan({ traceId: client.traceId, parentSpanId: client.spanId })]));
    expect(edgesOf(delivered)).toEqual([]);
  });
});

describe("rules over spans", () => {
  const requests = (count: number, failures: number, durationMs = 100) =>
    traces(
      "checkout",
      Array.from({ length: count }, (_, index) =>
        aSpan({
          status: { code: index < failures ? 2 : 1 },
          startTimeUnixNano: String((JSON_NOW - durationMs) * 1e6),
          endTimeUnixNano: String(JSON_NOW * 1e6),
        }),
      ),
    );
  const alertsOf = (reports: Report[]) =>
    reports.flatMap((report) => (report.kind === "alert" ? [[report.name, report.severity, report.summary]] : []));

  it("raise when more than the share fails, and not at the share itself", async () => {
    const { post, poll } = await aReceiver();
    await post("traces", requests(40, 2));
    expect(alertsOf((await poll()).reports)).toEqual([]);
    await post("traces", requests(1, 1));
    expect(alertsOf((await poll()).reports)).toEqual([
      ["ServiceErrors", "major", "7 % of 41 requests of checkout fail"],
    ]);
  });

  it("say nothing of too few requests", async () => {
    const { post, poll } = await aReceiver();
    await post("traces", requests(19, 19));
    expect(alertsOf((await poll()).reports)).toEqual([]);
    await post("traces", requests(1, 0));
    expect(alertsOf((await poll()).reports)).toHaveLength(1);
  });

  it("raise when the slowest twentieth is slow, and end when it is over", async () => {
    const { post, poll, clock } = await aReceiver();
    await post("traces", requests(30, 0, 3_000));
    const first = await poll();
    expect(alertsOf(first.reports)).toEqual([
      ["ServiceSlow", "minor", expect.stringMatching(/^checkout takes \d s for/)],
    ]);
    expect(first.kind).toBe("snapshot");
    clock.at += 6 * 60_000;
    expect(alertsOf((await poll(first.cursor)).reports)).toEqual([]);
  });

  it("give their evidence per minute, with the threshold", async () => {
    const { post, config, io } = await aReceiver();
    await post("traces", requests(40, 10));
    const request = {
      handle: "",
      name: "ServiceErrors",
      labels: { "service.name": "checkout" },
      from: JSON_NOW - 600_000,
      to: JSON_NOW,
      stepMs: 60_000,
    };
    const minute = Math.floor(JSON_NOW / 60_000) * 60_000;
    expect(await otlp.evidence!(config, request, io)).toMatchObject({
      ok: true,
      value: [
        { label: "failed requests", unit: "%", threshold: 5, points: [[minute, 25]] },
        { unit: "ms", threshold: null, points: [[minute, expect.closeTo(100, -2)]] },
        { unit: "/min", points: [[minute, 40]] },
      ],
    });
    expect(await otlp.evidence!(config, { ...request, labels: { "service.name": "other" } }, io)).toEqual({
      ok: true,
      value: [],
    });
  });
});

describe("rules over logs", () => {
  const raised = (reports: Report[]) => reports.flatMap((report) => (report.kind === "alert" ? [report.handle] : []));

  it("look at text, level and service", async () => {
    const logRules = [
      { name: "Text", contains: "timeout" },
      { name: "Pattern", pattern: "pool .* exhausted after \\d+ ms" },
      { name: "Level", atLeastLevel: 21 },
      { name: "Other", contains: "timeout", service: "other" },
    ];
    const { post, delivered } = await aReceiver({ logRules });
    await post("logs", logs("web", line("Gateway TIMEOUT"), line("nothing", 20)));
    expect(raised(delivered)).toEqual(["Text/web"]);
    await post("logs", logs("db", line("Pool orders EXHAUSTED after 30 ms"), line("dead", 21)));
    expect(raised(delivered)).toEqual(["Text/web", "Pattern/db", "Level/db"]);
  });

  it("end after quiet minutes, to the millisecond, and survive a restart by the cursor, which holds no text", async () => {
    const settings = { quietMinutes: 2, logRules: [{ name: "Text", contains: "timeout" }] };
    const before = await aReceiver(settings);
    await before.post("logs", logs("web", line("timeout of jane@example.org")));
    const { cursor } = await before.poll();
    expect(cursor).not.toContain("jane");
    const after = await aReceiver(settings);
    after.clock.at += 119_999;
    const held = await after.poll(cursor);
    expect(held.reports).toMatchObject([
      { kind: "alert", handle: "Text/web", at: JSON_NOW, summary: "web logs what Text looks for" },
    ]);
    after.clock.at += 1;
    expect((await after.poll(held.cursor)).reports).toEqual([]);
  });

  it("read maps and lists as text", async () => {
    const { post, delivered } = await aReceiver({ logRules: [{ name: "Text", contains: "code=500" }] });
    const body = { kvlistValue: { values: [{ key: "code", value: { intValue: 500 } }] } };
    await post("logs", logs("web", { timeUnixNano: "1", body }));
    expect(raised(delivered)).toEqual(["Text/web"]);
  });
});

describe("what is committed", () => {
  it("comes before the 200; after a failure the same body is not counted twice and nothing is lost", async () => {
    let full = true;
    const { post, delivered, config, io } = await aReceiver({}, async (reports) =>
      full
        ? failed("refused", "failure.notStored", { detail: "SQLITE_FULL" })
        : { ok: true, value: { committed: reports.length } },
    );
    const body = traces("a", [
      aSpan({ kind: 3, attributes: [attribute("db.system.name", "postgresql"), attribute("db.namespace", "shop")] }),
      aSpan(),
    ]);
    const refused = await post("traces", body);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(JSON.parse(refused.body.toString())).toEqual({ code: 14, message: "not stored yet; send it again" });
    full = false;
    expect((await post("traces", body)).status).toBe(200);
    expect(edgesOf(delivered)).toEqual(["a → db.namespace:shop"]);
    const request = {
      handle: "",
      name: "x",
      labels: { "service.name": "a" },
      from: JSON_NOW - 60_000,
      to: JSON_NOW,
      stepMs: 1,
    };
    expect(await otlp.evidence!(config, request, io)).toMatchObject({
      value: [{}, {}, { points: [[expect.any(Number), 1]] }],
    });
  });

  it("of a poll is told again until its cursor comes back", async () => {
    const { post, poll, clock } = await aReceiver();
    await post(
      "traces",
      traces("a", [aSpan({ kind: 3, attributes: [attribute("server.address", "api.example.com")] })]),
    );
    clock.at += 60_000;
    expect((await poll("c")).reports).toHaveLength(1);
    clock.at += 1;
    const second = await poll("c");
    expect(second.reports).toHaveLength(1);
    expect((await poll(second.cursor)).reports).toEqual([]);
  });
});

describe("bad input", () => {
  it.each([
    ["malformed JSON", "{", 400, /the body is no JSON/],
    ["wrong types", { resourceSpans: 5 }, 400, /resourceSpans must be as OTLP defines it/],
    ["null", "null", 400, /the body must be as OTLP defines it/],
    ["deep nesting", `{"resourceSpans":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, 400, /nested deeper than 64/],
    ["protobuf that is none", Buffer.from("not protobuf at all"), 400, /no protobuf message/],
    ["protobuf nested without end", nested(2_000), 400, /no protobuf message/],
  ])("of %s is refused for good", async (_, body, status, message) => {
    const { post } = await aReceiver();
    const answer = await post("traces", body);
    expect([answer.status, answer.body.toString()]).toEqual([status, expect.stringMatching(message)]);
  });

  it("of invalid UTF-8, huge bodies, bombs and other types is refused by what it is", async () => {
    const { post } = await aReceiver();
    const json = { "content-type": "application/json" };
    expect((await post("traces", Buffer.from([0x7b, 0xff, 0x7d]), json)).body.toString()).toMatch(/not valid UTF-8/);
    expect((await post("traces", Buffer.alloc(17 * 1024 * 1024))).status).toBe(413);
    expect(
      (await post("traces", gzipSync(Buffer.alloc(64 * 1024 * 1024)), { "content-encoding": "gzip" })).status,
    ).toBe(413);
    expect((await post("traces", "x", { "content-type": "text/plain" })).status).toBe(415);
    expect((await post("profiles", "{}")).status).toBe(404);
  });

  it("of single spans costs only them, and the sender learns how many and why", async () => {
    const told: unknown[] = [];
    const { post, poll } = await aReceiver({}, async (reports, ignored) => {
      told.push(ignored);
      return { ok: true, value: { committed: reports.length } };
    });
    const late = String((JSON_NOW - 3_600_001) * 1e6);
    const spans = [
      aSpan(),
      aSpan({ traceId: "00" }),
      aSpan({ spanId: "0".repeat(16) }),
      aSpan({ endTimeUnixNano: "1" }),
      aSpan({ startTimeUnixNano: late, endTimeUnixNano: late }),
      aSpan({ endTimeUnixNano: String((JSON_NOW + 300_001) * 1e6) }),
      "no span",
    ];
    const answer = await post("traces", traces("a", spans));
    expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([
      200,
      {
        partialSuccess: {
          rejectedSpans: "6",
          errorMessage: "span without ids, name or times; span older than an hour or from the future",
        },
      },
    ]);
    await post("traces", traces(undefined, [aSpan(), aSpan()]));
    expect(told).toEqual([{ "ignored.spanMalformed": 4, "ignored.spanTime": 2 }]);
    expect((await poll()).ignored).toEqual({ "ignored.withoutService": 2 });
  });

  it("takes unknown fields, empty requests and empty batches", async () => {
    const { post } = await aReceiver();
    for (const body of [
      {},
      { resourceSpans: [] },
      { resourceSpans: null },
      { resourceSpans: [{}], later: { version: 2 } },
    ]) {
      expect(await post("traces", body)).toMatchObject({ status: 200, body: Buffer.from("{}") });
    }
    expect((await post("traces", Buffer.alloc(0))).status).toBe(200);
  });
});

describe("the gate", () => {
  it("wants the token where there is one, and never a web page", async () => {
    const { post } = await aReceiver({ auth: "token", token: "env:TOKEN" });
    expect((await post("traces", {})).status).toBe(401);
    expect((await post("traces", {}, { authorization: "Bearer s3cret" })).status).toBe(200);
    expect((await post("traces", {}, { authorization: "Bearer s3cret", origin: "https://evil.example" })).status).toBe(
      403,
    );
  });

  it("says that the source is silent where something is expected", async () => {
    const { config, io, clock } = await aReceiver({ expectSeconds: 30 });
    clock.at += 30_000;
    expect((await otlp.poll!(config, undefined, io)).ok).toBe(true);
    clock.at += 1;
    expect(await otlp.poll!(config, undefined, io)).toMatchObject({
      failure: { kind: "timeout", message: { code: "failure.silent" } },
    });
  });
});

/** A protobuf message whose attribute value holds a list that holds a list, and so on. */
function nested(depth: number): Buffer {
  let value = Buffer.alloc(0);
  const wrap = (field: number, content: Buffer): Buffer => {
    const length: number[] = [];
    for (let rest = content.length; ; rest >>>= 7) {
      length.push(rest > 127 ? (rest & 127) | 128 : rest);
      if (rest <= 127) break;
    }
    return Buffer.concat([Buffer.from([(field << 3) | 2, ...length]), content]);
  };
  for (let count = 0; count < depth; count++) value = wrap(1, wrap(5, value)) as Buffer<ArrayBuffer>;
  return wrap(1, wrap(1, wrap(1, wrap(2, value))));
}
