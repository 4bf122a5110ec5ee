import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createTlsServer } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { withSignal } from "../../../electron/engine/connectors/io.ts";
import { textOf } from "../../../shared/strings/index.ts";
import { aConnectorIo } from "../../builders/connectorIo.ts";
import { aTcpServer, anHttpServer, json, listen } from "../../builders/httpServer.ts";

const failureOf = async (url: string, more: object = {}) => {
  const result = await aConnectorIo().fetchJson({ url, ...more });
  if (result.ok) throw new Error(`expected a failure, got ${JSON.stringify(result.value)}`);
  // Every failure is a sentence with all its parameters filled in.
  expect(textOf(result.failure.message)).not.toMatch(/\{\w+\}|^failure\./);
  return result.failure;
};

describe("a good answer", () => {
  it("is parsed JSON", async () => {
    const { url } = await anHttpServer((_, response) => json(response, { a: [1] }));
    expect(await aConnectorIo().fetchJson({ url })).toEqual({ ok: true, value: { a: [1] } });
  });

  it("may be gzip, and may be empty", async () => {
    const { url } = await anHttpServer(({ path: asked }, response) => {
      if (asked === "/empty") return response.writeHead(200).end();
      response.writeHead(200, { "content-encoding": "gzip" });
      response.end(gzipSync('{"packed":true}'));
    });
    expect(await aConnectorIo().fetchJson({ url })).toEqual({ ok: true, value: { packed: true } });
    expect(await aConnectorIo().fetchJson({ url: `${url}/empty` })).toEqual({ ok: true, value: null });
  });

  it("is asked for with method, body and credentials", async () => {
    const { url, asked } = await anHttpServer((_, response) => json(response, null));
    await aConnectorIo().fetchJson({ url, body: { a: 1 }, auth: { basic: { user: "noc", password: "ä:b" } } });
    await aConnectorIo().fetchJson({ url, method: "DELETE", auth: { bearer: "t" } });
    expect(asked[0]).toMatchObject({
      method: "POST",
      body: '{"a":1}',
      headers: { "content-type": "application/json" },
    });
    expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from("noc:ä:b").toString("base64")}`);
    expect(asked[1]).toMatchObject({ method: "DELETE", body: "", headers: { authorization: "Bearer t" } });
  });
});

describe("a server that cannot be reached", () => {
  it("refuses the connection", async () => {
    expect(await failureOf("http://127.0.0.1:1/api")).toMatchObject({
      kind: "unreachable",
      message: { code: "failure.unreachable", params: { address: "http://127.0.0.1:1/api", detail: "ECONNREFUSED" } },
    });
  });

  it("has a name that nobody knows", async () => {
    expect(await failureOf("http://nobody.invalid/")).toMatchObject({
      kind: "unreachable",
      message: { code: "failure.nameUnknown" },
    });
  });
});

describe("a server that does not finish", () => {
  it("is given up when it never answers", async () => {
    const { url } = await aTcpServer(() => undefined);
    expect(await failureOf(url, { timeoutMs: 100 })).toMatchObject({
      kind: "timeout",
      message: { params: { timeoutMs: 100 } },
    });
  });

  it("is given up when it hangs after the headers", async () => {
    const { url } = await aTcpServer((socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n"));
    expect(await failureOf(url, { timeoutMs: 100 })).toMatchObject({ kind: "timeout" });
  });

  it("is given up when it drips for ever", async () => {
    const { url } = await aTcpServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
      const drip = setInterval(() => socket.write("1\r\n \r\n"), 10);
      socket.on("close", () => clearInterval(drip));
    });
    expect(await failureOf(url, { timeoutMs: 150 })).toMatchObject({ kind: "timeout" });
  });

  it("sends half an answer, by length and by chunks", async () => {
    const short = await aTcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"a":'));
    expect(await failureOf(short.url)).toMatchObject({ kind: "unreachable", message: { code: "failure.halfAnswer" } });
    const chunked = await aTcpServer((socket) =>
      socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\n'),
    );
    expect(await failureOf(chunked.url)).toMatchObject({
      kind: "unreachable",
      message: { code: "failure.halfAnswer" },
    });
    const unmarked = await aTcpServer((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\n{"a":'));
    expect(await failureOf(unmarked.url)).toMatchObject({ kind: "malformed", message: { code: "failure.notJson" } });
  });

  it("is let go when its source stops", async () => {
    const { url } = await aTcpServer(() => undefined);
    const stop = new AbortController();
    const result = withSignal(aConnectorIo(), stop.signal).fetchJson({ url });
    stop.abort();
    expect(await result).toMatchObject({
      ok: false,
      failure: { kind: "timeout", message: { code: "failure.givenUp" } },
    });
  });
});

describe("an answer that is no answer", () => {
  const answering = async (body: string | Buffer, headers: Record<string, string> = {}) => {
    const { url } = await anHttpServer((_, response) => response.writeHead(200, headers).end(body));
    return url;
  };

  it.each([
    ["malformed JSON", '{"a":1,}', "failure.notJson"],
    ["a login page", "<html>", "failure.notJson"],
    ["invalid UTF-8", Buffer.from([0x22, 0xff, 0xfe, 0x22]), "failure.invalidUtf8"],
    ["deep nesting", "[".repeat(100_000) + "]".repeat(100_000), "failure.tooDeep"],
    ["nesting one too deep", "[".repeat(65) + "]".repeat(65), "failure.tooDeep"],
  ])("is malformed: %s", async (_, body, code) => {
    expect(await failureOf(await answering(body))).toMatchObject({ kind: "malformed", message: { code } });
  });

  it("takes brackets in strings for what they are", async () => {
    const value = { text: '["\\"'.repeat(100) };
    expect(await aConnectorIo().fetchJson({ url: await answering(JSON.stringify(value)) })).toEqual({
      ok: true,
      value,
    });
    expect((await aConnectorIo().fetchJson({ url: await answering("[".repeat(64) + "]".repeat(64)) })).ok).toBe(true);
  });

  it("is too large, to the byte, also when it is a gzip bomb", async () => {
    const plain = await answering(JSON.stringify("x".repeat(98)));
    expect((await aConnectorIo().fetchJson({ url: plain, maximumBytes: 100 })).ok).toBe(true);
    expect(await failureOf(plain, { maximumBytes: 99 })).toMatchObject({
      kind: "too-large",
      message: { params: { maximumBytes: 99 } },
    });
    const bomb = await answering(gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20)), { "content-encoding": "gzip" });
    expect(await failureOf(bomb, { maximumBytes: 1024 * 1024 })).toMatchObject({ kind: "too-large" });
  });

  it("is gzip that is none, or in an encoding that nobody asked for", async () => {
    const broken = await answering("not gzip", { "content-encoding": "gzip" });
    expect(await failureOf(broken)).toMatchObject({ kind: "malformed", message: { code: "failure.badGzip" } });
    const cut = await answering(gzipSync('{"a":1}').subarray(0, 15), { "content-encoding": "gzip" });
    expect(await failureOf(cut)).toMatchObject({ kind: "malformed", message: { code: "failure.badGzip" } });
    const other = await answering("x", { "content-encoding": "br" });
    expect(await failureOf(other)).toMatchObject({
      kind: "malformed",
      message: { code: "failure.encoding", params: { encoding: "br" } },
    });
  });

  it("is no HTTP", async () => {
    const { url } = await aTcpServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
    expect(await failureOf(url)).toMatchObject({ kind: "malformed", message: { code: "failure.notHttp" } });
  });
});

describe("an answer with a status", () => {
  const status = async (code: number, headers: Record<string, string> = {}, body = "") => {
    const { url, asked } = await anHttpServer((_, response) => response.writeHead(code, headers).end(body));
    return { failure: await failureOf(`${url}/api?x=1`), url, asked };
  };

  it("of a redirect names the target and is not followed", async () => {
    const { failure, url, asked } = await status(302, { location: "/login?next=1" });
    expect(failure).toMatchObject({ kind: "redirected", message: { params: { target: `${url}/login` } } });
    expect(asked).toHaveLength(1);
  });

  it.each([
    [401, "unauthorised", "failure.unauthorised"],
    [403, "forbidden", "failure.forbidden"],
    [404, "misconfigured", "failure.notFound"],
    [410, "misconfigured", "failure.notFound"],
    [429, "rate-limited", "failure.rateLimited"],
    [500, "refused", "failure.serverError"],
    [422, "refused", "failure.refused"],
  ])("%i is %s", async (code, kind, text) => {
    expect((await status(code)).failure).toMatchObject({ kind, message: { code: text } });
  });

  it("says how long to wait, in seconds or as a date, an hour at most", async () => {
    const wait = async (retryAfter: string) =>
      (await status(429, { "retry-after": retryAfter })).failure.message.params.retryAfterMs;
    expect(await wait("7")).toBe(7_000);
    expect(await wait("86400")).toBe(3_600_000);
    expect(await wait("Sun, 22 Nov 2026 12:00:30 GMT")).toBe(30_000);
    expect(await wait("Sun, 22 Nov 2026 11:00:00 GMT")).toBe(0);
    expect(await wait("soon")).toBeUndefined();
  });

  it("gives the server's own words, as Prometheus and Alertmanager write them", async () => {
    const recorded = (name: string) => readFileSync(path.join("test/fixtures", name), "utf8");
    const prometheus = await status(400, {}, recorded("prometheus/query_range_too_many_points.json"));
    expect(prometheus.failure.message.params.detail).toMatch(/^exceeded maximum resolution of 11,000 points/);
    const alertmanager = await status(422, {}, recorded("alertmanager/silence_post_bad.json"));
    expect(alertmanager.failure.message.params.detail).toBe("matchers in body should have at least 1 items");
  });
});

describe("TLS", () => {
  const certificates = (): string => {
    const folder = mkdtempSync(path.join(tmpdir(), "watchfloor-tls-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    openssl(
      "req",
      "-x509",
      ...key,
      "-days",
      "2",
      "-subj",
      "/CN=test ca",
      "-keyout",
      "ca.key",
      "-out",
      "ca.pem",
      "-addext",
      "basicConstraints=critical,CA:TRUE",
    );
    for (const [name, alternative] of [
      ["good", "IP:127.0.0.1"],
      ["other", "DNS:elsewhere.example"],
    ] as const) {
      openssl("req", ...key, "-subj", `/CN=${name}`, "-keyout", `${name}.key`, "-out", `${name}.csr`);
      writeFileSync(path.join(folder, "extensions"), `subjectAltName=${alternative}`);
      openssl(
        "x509",
        "-req",
        "-in",
        `${name}.csr`,
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        "2",
        "-out",
        `${name}.pem`,
        "-extfile",
        "extensions",
      );
    }
    return folder;
  };

  it("trusts its own authority, refuses a stranger's certificate and another's name, and says what to do", async () => {
    const folder = certificates();
    const serve = async (name: string) => {
      const read = (file: string) => readFileSync(path.join(folder, file));
      const server = createTlsServer({ key: read(`${name}.key`), cert: read(`${name}.pem`) }, (_, response) =>
        json(response, 1),
      );
      return `https://127.0.0.1:${await listen(server)}/`;
    };
    const [good, other] = [await serve("good"), await serve("other")];
    const caFile = path.join(folder, "ca.pem");
    expect(await aConnectorIo().fetchJson({ url: good, tls: { caFile } })).toEqual({ ok: true, value: 1 });
    expect(await aConnectorIo().fetchJson({ url: good, tls: { ca: readFileSync(caFile, "utf8") } })).toEqual({
      ok: true,
      value: 1,
    });
    expect(await aConnectorIo().fetchJson({ url: other, tls: { insecure: true } })).toEqual({ ok: true, value: 1 });
    expect(await failureOf(good)).toMatchObject({
      kind: "certificate",
      message: { code: "failure.certificateUnknown" },
    });
    expect(await failureOf(other, { tls: { caFile } })).toMatchObject({
      kind: "certificate",
      message: { code: "failure.certificateName" },
    });
    expect(await failureOf(good, { tls: { caFile: path.join(folder, "none.pem") } })).toMatchObject({
      kind: "misconfigured",
      message: { code: "failure.caFile", params: { detail: "ENOENT" } },
    });
    const broken = readFileSync(caFile, "utf8").replace(/\n[^-\n]{20}/, "\n!!!!");
    writeFileSync(path.join(folder, "broken.pem"), broken);
    writeFileSync(path.join(folder, "notes.txt"), "password: hunter2");
    for (const name of ["broken.pem", "notes.txt", "good.key", "."]) {
      const file = path.join(folder, name);
      expect(await failureOf(good, { tls: { caFile: file } })).toMatchObject({
        kind: "misconfigured",
        message: { code: "failure.caFileOther", params: { file } },
      });
    }
    for (const file of ["/dev/zero", "/dev/null"])
      expect(await failureOf(good, { tls: { caFile: file } })).toMatchObject({
        message: { code: "failure.caFileOther", params: { file } },
      });
    expect(await failureOf(good.replace("https", "http"))).toMatchObject({
      kind: expect.stringMatching(/unreachable|malformed|refused/),
    });
  });

  it("is not spoken by a plain server", async () => {
    const { port } = await anHttpServer((_, response) => json(response, 1));
    expect(await failureOf(`https://127.0.0.1:${port}/`)).toMatchObject({
      kind: "misconfigured",
      message: { code: "failure.notTls" },
    });
  });
});
