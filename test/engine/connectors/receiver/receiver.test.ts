import { gzipSync } from "node:zlib";
import { connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Deliver } from "../../../../electron/engine/connectors/connector.ts";
import { failed } from "../../../../electron/engine/connectors/failure.ts";
import { alertReceiver, type AlertReceiverConfig } from "../../../../electron/engine/connectors/receiver/receiver.ts";
import { createTracker } from "../../../../electron/engine/connectors/receiver/tracker.ts";
import type { AlertReport, Report } from "../../../../shared/domain/event.ts";
import { aConnectorIo } from "../../../builders/connectorIo.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const at = (ms: number): string => new Date(ms).toISOString();

const commit: Deliver = async (reports) => ({ ok: true, value: { committed: reports.length } });

/** A receiver that listens for one test. */
async function aReceiver(settings: Partial<AlertReceiverConfig> = {}, deliver: Deliver = commit) {
  const clock = { at: NOW };
  const delivered: Report[] = [];
  const io = aConnectorIo({ "env:TOKEN": "s3cret" }, clock);
  const config: AlertReceiverConfig = {
    host: "127.0.0.1",
    port: 0,
    auth: "token",
    token: "env:TOKEN",
    resolveMinutes: 5,
    ...settings,
  };
  const listening = await alertReceiver.listen!(
    config,
    async (reports, ignored) => {
      const result = await deliver(reports, ignored);
      if (result.ok) delivered.push(...reports);
      return result;
    },
    io,
  );
  if (!listening.ok) throw new Error(listening.failure.message.code);
  onTestFinished(() => listening.value.close());
  const { address } = listening.value;
  const post = async (body: string | Buffer, headers: Record<string, string> = {}) => {
    const response = await fetch(`${address}/api/v2/alerts`, {
      method: "POST",
      headers: { authorization: "Bearer s3cret", "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : new Uint8Array(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      message: text === "" ? "" : (JSON.parse(text) as { message: string }).message,
    };
  };
  const poll = async (cursor?: string) => alertReceiver.poll!(config, cursor, io);
  return { address, config, clock, delivered, io, post, poll };
}

const anAlert = (changes: object = {}) => ({
  labels: { alertname: "DiskFull", host: "db-1", severity: "critical" },
  annotations: { summary: "disk is full", description: "all of it" },
  startsAt: at(NOW - 60_000),
  endsAt: at(NOW + 240_000),
  ...changes,
});

describe("many large deliveries at once", () => {
  it("take no more memory than there is room for: the rest are asked to come again, and find room later", async () => {
    const { address, post } = await aReceiver();
    const { port } = new URL(address);
    const head =
      "POST /api/v2/alerts HTTP/1.1\r\nhost: x\r\nauthorization: Bearer s3cret\r\ncontent-type: application/json\r\n";
    const almost = Buffer.alloc(15 * 1024 * 1024, " ");
    const sockets = Array.from({ length: 8 }, () => connect(Number(port), "127.0.0.1"));
    for (const socket of sockets) socket.on("error", () => undefined);
    await Promise.all(
      sockets.map(
        (socket) =>
          new Promise((resolve) => {
            socket.write(`${head}content-length: ${almost.length + 1}\r\n\r\n`);
            socket.write(almost, resolve);
          }),
      ),
    );
    const large = `[${" ".repeat(15 * 1024 * 1024)}]`;
    const whenWritten = { timeout: 10_000 }; // what the sockets have taken the receiver has still to read
    await expect.poll(async () => (await post(large)).message, whenWritten).toContain("send it again");
    expect((await post(JSON.stringify([anAlert()]))).status).toBe(200);
    for (const socket of sockets) socket.destroy();
    await expect.poll(async () => (await post(large)).status, whenWritten).toBe(200);
  });
});

describe("a delivery", () => {
  it("is taken with all its alerts, firing and resolved", async () => {
    const { post, delivered } = await aReceiver();
    const alerts = [
      anAlert(),
      anAlert({ endsAt: at(NOW) }),
      anAlert({ endsAt: "0001-01-01T00:00:00Z", startsAt: undefined, annotations: undefined }),
    ];
    expect(await post(JSON.stringify(alerts))).toMatchObject({ status: 200, message: "" });
    expect(delivered).toEqual([
      {
        kind: "alert",
        handle: expect.stringMatching(/^[0-9a-f]{16}$/),
        name: "DiskFull",
        state: "firing",
        severity: "critical",
        labels: { host: "db-1", severity: "critical" },
        summary: "disk is full",
        description: "all of it",
        at: NOW - 60_000,
        mutings: [],
        entity: [],
      },
      expect.objectContaining({ state: "resolved", at: NOW }),
      expect.objectContaining({ state: "firing", at: NOW, summary: "DiskFull" }),
    ]);
    expect(delivered[2]).not.toHaveProperty("description");
  });

  it("may be gzip, and may be empty", async () => {
    const { post, delivered } = await aReceiver();
    expect((await post(gzipSync(JSON.stringify([anAlert()])), { "content-encoding": "gzip" })).status).toBe(200);
    expect((await post("[]")).status).toBe(200);
    expect(delivered).toHaveLength(1);
  });

  it("gets its 200 only after the commit", async () => {
    let finish = (): void => undefined;
    const committed = new Promise<void>((resolve) => (finish = resolve));
    const order: string[] = [];
    const { post } = await aReceiver({}, async (reports) => {
      await committed;
      order.push("committed");
      return { ok: true, value: { committed: reports.length } };
    });
    const answered = post(JSON.stringify([anAlert()])).then(() => order.push("answered"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push("released");
    finish();
    await answered;
    expect(order).toEqual(["released", "committed", "answered"]);
  });

  it("is to be sent again when it could not be stored", async () => {
    const { post } = await aReceiver({}, async () => failed("refused", "failure.notStored", { detail: "SQLITE_FULL" }));
    const answer = await post(JSON.stringify([anAlert()]));
    expect(answer).toMatchObject({ status: 503, message: "not stored yet; send it again" });
    expect(answer.headers.get("retry-after")).toBe("1");
  });

  it("whose commit throws gets a 500, and the fault is told", async () => {
    const fault = new Error("boom");
    const { io, post } = await aReceiver({}, async () => Promise.reject(fault));
    expect((await post(JSON.stringify([anAlert()]))).status).toBe(500);
    expect(io.faults).toEqual([fault]);
  });
});

describe("a delivery that is wrong", () => {
  it.each([
    ["no JSON", '[{"labels":', /^the body is no JSON: it breaks at /],
    ["no list", "{}", "the body must be a list, but is an empty object"],
    ["null", "null", "the body must be a list, but is null"],
    ["no object", "[5]", "[0] must be an object, but is a number"],
    ["no labels", '[{"labels":{"a":"b"}},{}]', "[1].labels must be an object with at least one label, but is missing"],
    ["labels as a list", '[{"labels":["a"]}]', "[0].labels must be an object with at least one label, but is a list"],
    ["empty labels", '[{"labels":{"a":""}}]', "[0].labels must be an object with at least one label, but is an object"],
    ["a number as a label", '[{"labels":{"a":"b","n":5}}]', "[0].labels.n must be a string, but is a number"],
    ["a nested label", '[{"labels":{"a":{"b":{}}}}]', "[0].labels.a must be a string, but is an object"],
    [
      "a number as an annotation",
      '[{"labels":{"a":"b"},"annotations":{"summary":5}}]',
      "[0].annotations.summary must be a string, but is a number",
    ],
    [
      "a time as a number",
      '[{"labels":{"a":"b"},"startsAt":1795344160}]',
      "[0].startsAt must be an RFC 3339 time, but is a number",
    ],
    [
      "a time that is none",
      '[{"labels":{"a":"b"},"endsAt":"tomorrow, about noon"}]',
      "[0].endsAt must be an RFC 3339 time, but is another string",
    ],
  ])("is refused whole: %s", async (_, body, message) => {
    const { post, delivered } = await aReceiver();
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.message).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
    expect(delivered).toEqual([]);
  });

  it("is refused when it is not UTF-8, broken gzip, another encoding or another type", async () => {
    const { post } = await aReceiver();
    expect(await post(Buffer.from([0x5b, 0xff, 0x5d]))).toMatchObject({
      status: 400,
      message: "the body is not valid UTF-8",
    });
    expect(await post("not gzip", { "content-encoding": "gzip" })).toMatchObject({
      status: 400,
      message: "the gzip body is damaged",
    });
    expect(await post("x", { "content-encoding": "br" })).toMatchObject({ status: 415 });
    expect(await post("[]", { "content-type": "text/plain" })).toMatchObject({
      status: 415,
      message: "the content type must be application/json",
    });
  });

  it("is refused when it is huge, plain, chunked or as a gzip bomb", async () => {
    const { post, address } = await aReceiver();
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
    expect((await post(bomb, { "content-encoding": "gzip" })).status).toBe(413);
    expect((await post(Buffer.alloc(17 * 1024 * 1024, 0x20))).status).toBe(413);
    const chunks = new ReadableStream({
      start(controller) {
        for (let count = 0; count < 20; count++) controller.enqueue(new Uint8Array(1024 * 1024).fill(0x20));
        controller.close();
      },
    });
    const headers = { authorization: "Bearer s3cret", "content-type": "application/json" };
    const options = { method: "POST", headers, body: chunks, duplex: "half" } as RequestInit;
    expect((await fetch(`${address}/api/v2/alerts`, options)).status).toBe(413);
    expect((await post("[]")).status).toBe(200);
  });

  it("does no harm by deep nesting, where nobody looks and where somebody does", async () => {
    const { post } = await aReceiver();
    const deep = "[".repeat(200_000) + "]".repeat(200_000);
    expect((await post(`[{"labels":{"a":"b"},"other":${deep}}]`)).status).toBe(200);
    expect((await post(`[{"labels":{"a":${deep}}}]`)).message).toBe("[0].labels.a must be a string, but is a list");
    expect((await post(deep)).status).toBe(400);
  });

  it("does no harm by names of JavaScript's own", async () => {
    const { post, delivered } = await aReceiver();
    expect((await post('[{"labels":{"__proto__":"x","constructor":"y","alertname":"A"}}]')).status).toBe(200);
    expect(Object.getPrototypeOf((delivered[0] as { labels: object }).labels)).toBe(Object.prototype);
  });

  it("that breaks off in the middle is forgotten, and the next one is taken", async () => {
    const { address, post, delivered } = await aReceiver();
    const { port } = new URL(address);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () => {
        const head =
          "POST /api/v2/alerts HTTP/1.1\r\nhost: x\r\nauthorization: Bearer s3cret\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n";
        socket.write(`${head}[{"labels":`, () => socket.destroy());
      });
      socket.on("close", () => resolve());
    });
    expect((await post(JSON.stringify([anAlert()]))).status).toBe(200);
    expect(delivered).toHaveLength(1);
  });
});

describe("the gate", () => {
  it("wants the token", async () => {
    const { post } = await aReceiver();
    expect(await post("[]", { authorization: "" })).toMatchObject({
      status: 401,
      message: "the bearer token is missing or wrong",
    });
    expect((await post("[]", { authorization: "Bearer s3cre" })).status).toBe(401);
    expect((await post("[]", { authorization: "Basic s3cret" })).status).toBe(401);
    expect((await post("[]", { authorization: "bearer s3cret" })).status).toBe(200);
  });

  it("without a token takes programs of this machine, but no web page, whatever name it found the port by", async () => {
    const { address, post } = await aReceiver({ auth: "none", token: undefined });
    expect((await post("[]", { authorization: "" })).status).toBe(200);
    expect((await post("[]", { origin: "https://evil.example" })).status).toBe(403);
    const { port } = new URL(address);
    const rebound = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () => {
        socket.write(
          "POST /api/v2/alerts HTTP/1.1\r\nhost: evil.example\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n[]",
        );
      });
      socket.on("data", (chunk: Buffer) => resolve(chunk.toString().slice(9, 12)));
    });
    expect(rebound).toBe("421");
  });

  it("answers other paths and methods with what is right", async () => {
    const { address } = await aReceiver();
    const other = await fetch(`${address}/api/v1/alerts`, { method: "POST" });
    expect([other.status, await other.json()]).toEqual([
      404,
      { code: 404, message: "there is nothing here; deliver to /api/v2/alerts" },
    ]);
    expect((await fetch(`${address}/api/v2/alerts`)).status).toBe(405);
    expect(
      (await fetch(`${address}/api/v2/alerts`, { method: "OPTIONS" })).headers.get("access-control-allow-origin"),
    ).toBeNull();
    expect(await (await fetch(`${address}/-/ready`)).json()).toEqual({ listening: "alert-receiver" });
  });
});

describe("the end of an alert", () => {
  const handleOf = ({ delivered }: Awaited<ReturnType<typeof aReceiver>>, name: string): string | undefined =>
    delivered.flatMap((report) => (report.kind === "alert" && report.name === name ? [report.handle] : []))[0];
  const ended = async (receiver: Awaited<ReturnType<typeof aReceiver>>, cursor?: string) => {
    const polled = await receiver.poll(cursor);
    if (!polled.ok) throw new Error(polled.failure.message.code);
    return polled.value;
  };

  it("comes when it said so and nobody delivered it again, and is told until it is committed", async () => {
    const receiver = await aReceiver();
    await receiver.post(JSON.stringify([anAlert()]));
    receiver.clock.at = NOW + 239_999;
    expect(await ended(receiver)).toMatchObject({ kind: "increment", reports: [], ended: [] });
    receiver.clock.at = NOW + 240_000;
    const first = await ended(receiver);
    expect(first.ended).toEqual([{ handle: handleOf(receiver, "DiskFull"), at: NOW + 240_000 }]);
    expect((await ended(receiver, "not committed")).ended).toHaveLength(1);
    const again = await ended(receiver, "not committed");
    expect((await ended(receiver, again.cursor)).ended).toEqual([]);
  });

  it("moves with each delivery, and comes after the configured minutes when none is given", async () => {
    const receiver = await aReceiver({ resolveMinutes: 2 });
    await receiver.post(JSON.stringify([anAlert(), { labels: { alertname: "B" } }]));
    await receiver.post(JSON.stringify([anAlert({ endsAt: at(NOW + 300_000) })]));
    receiver.clock.at = NOW + 120_000;
    expect(await ended(receiver)).toMatchObject({
      holding: [handleOf(receiver, "DiskFull")],
      ended: [{ handle: handleOf(receiver, "B"), at: NOW + 120_000 }],
    });
  });

  it("of alerts of before a restart is told by one full list, once every living sender has spoken", async () => {
    const receiver = await aReceiver({ resolveMinutes: 2 });
    await receiver.post(JSON.stringify([anAlert({ endsAt: at(NOW + 600_000) })]));
    receiver.clock.at = NOW + 119_999;
    expect((await ended(receiver)).kind).toBe("increment");
    receiver.clock.at = NOW + 120_000;
    expect(await ended(receiver)).toMatchObject({ kind: "snapshot", holding: [handleOf(receiver, "DiskFull")] });
    expect((await ended(receiver)).kind).toBe("increment");
  });

  it("never comes from silence where something is expected: the source is stale instead", async () => {
    const receiver = await aReceiver({ expectSeconds: 60 });
    await receiver.post(JSON.stringify([anAlert({ endsAt: at(NOW + 1_000) })]));
    receiver.clock.at = NOW + 60_001;
    expect(await receiver.poll()).toMatchObject({
      ok: false,
      failure: { kind: "timeout", message: { code: "failure.silent", params: { quietMs: 60_001 } } },
    });
  });
});

it("the tracker has room for so many alerts, and says how many it left out", () => {
  const tracker = createTracker(1);
  const report = (handle: string, state: AlertReport["state"] = "firing"): AlertReport => ({
    kind: "alert",
    handle,
    name: "A",
    state,
    severity: "info",
    labels: {},
    summary: "",
    at: 1,
    mutings: [],
    entity: [],
  });
  expect(tracker.note([report("1"), report("2"), report("1")], [5, 5, 9])).toBe(1);
  expect([tracker.size, tracker.overflowed, tracker.ended(8)]).toEqual([1, true, []]);
  expect(tracker.note([report("1", "resolved"), report("2")], [1, 9])).toBe(0);
  expect(tracker.firing(8)).toEqual(["2"]);
  expect(tracker.ended(9)).toEqual([{ handle: "2", at: 9 }]);
  tracker.forget([{ handle: "2", at: 8 }]);
  expect(tracker.size).toBe(1);
  tracker.forget([{ handle: "2", at: 9 }]);
  expect(tracker.size).toBe(0);
});

describe("listening", () => {
  it("says which port is taken, and that a port held by the same kind of receiver is good", async () => {
    const { address, config, io } = await aReceiver();
    const port = Number(new URL(address).port);
    const second = await alertReceiver.listen!({ ...config, port }, commit, io);
    expect(second).toMatchObject({
      ok: false,
      failure: {
        kind: "misconfigured",
        message: { code: "failure.portTaken", params: { address: `127.0.0.1:${port}` } },
      },
    });
    expect(await alertReceiver.test({ ...config, port }, io)).toMatchObject({ ok: true });
    expect(await alertReceiver.test({ ...config, host: "203.0.113.1" }, io)).toMatchObject({
      ok: false,
      failure: { message: { code: "failure.addressUnknown" } },
    });
  });

  it("needs its token", async () => {
    const { config, io } = await aReceiver();
    expect(await alertReceiver.listen!({ ...config, token: "env:NONE" }, commit, io)).toMatchObject({ ok: false });
  });
});

describe("a poll while a delivery is being stored", () => {
  /** A receiver whose engine stores only when it is told to. */
  async function aSlowReceiver() {
    let isStored = (): void => {};
    let isSlow = false;
    let asked = 0;
    const receiver = await aReceiver({ resolveMinutes: 1 }, async (reports) => {
      asked += 1;
      if (isSlow) await new Promise<void>((resolve) => (isStored = resolve));
      return { ok: true, value: { committed: reports.length } };
    });
    const begin = async (alert: object) => {
      const before = asked;
      isSlow = true;
      const posted = receiver.post(JSON.stringify([alert]));
      await expect.poll(() => asked).toBe(before + 1);
      return { store: () => isStored(), posted };
    };
    return { ...receiver, begin };
  }

  it("does not end an alert that is just being renewed", async () => {
    const { post, poll, clock, begin } = await aSlowReceiver();
    await post(JSON.stringify([anAlert({ endsAt: at(NOW + 1_000) })]));
    const renewal = await begin(anAlert({ endsAt: at(NOW + 300_000) }));
    clock.at = NOW + 1_000;
    expect(await poll()).toMatchObject({ ok: true, value: { ended: [] } });
    renewal.store();
    await renewal.posted;
    expect(await poll()).toMatchObject({ ok: true, value: { ended: [] } });
  });

  it("counts a new alert among what holds in its one full list", async () => {
    const { post, poll, clock, begin } = await aSlowReceiver();
    await post(JSON.stringify([anAlert({ labels: { alertname: "Other" }, endsAt: at(NOW + 600_000) })]));
    clock.at = NOW + 60_000;
    const delivery = await begin(anAlert({ endsAt: at(NOW + 300_000) }));
    const polled = await poll();
    delivery.store();
    await delivery.posted;
    expect(polled).toMatchObject({
      ok: true,
      value: { kind: "snapshot", holding: [expect.any(String), expect.any(String)] },
    });
  });
});
