import { X509Certificate } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { Agent, Dispatcher } from "undici";
import { failed } from "./failure.ts";
import { readLimited } from "./decompress.ts";
import { parseJson } from "./json.ts";
import { codeOf, networkFailure } from "./networkFailure.ts";
import { statusFailure } from "./statusFailure.ts";
import type { ConnectorIo, HttpRequest, Result } from "./connector.ts";

const TIMEOUT_MS = 15_000;
const MAXIMUM_BYTES = 64 * 1024 * 1024;
const MAXIMUM_CA_BYTES = 4 * 1024 * 1024;
/** An error page is read no further than this. */
const MAXIMUM_ERROR_BYTES = 64 * 1024;

/** Loaded with the first request: it takes longer than all other code of the connectors, and a receiver needs none. */
const loadClient = () => import("./httpClient.ts");
type Client = Awaited<ReturnType<typeof loadClient>>;

/** What a `ConnectorIo` is made of. */
export type IoParts = {
  now(): number;
  random(): number;
  secret: ConnectorIo["secret"];
  /** Ends with the source: connections are closed and requests under way are given up. */
  signal: AbortSignal;
};

/**
 * The only way from a connector to the network. Connections are kept per trust setting and closed when `signal` aborts.
 * Redirects are never followed, because credentials would go along.
 */
export function createIo({ now, random, secret, signal }: IoParts): ConnectorIo {
  const agents = new Map<string, Agent>();
  const agentOf = (client: Client, ca: string | undefined, insecure: boolean): Agent => {
    const key = `${insecure}\n${ca ?? ""}`;
    let agent = agents.get(key);
    if (agent === undefined) {
      const connect = { ...(ca === undefined ? {} : { ca }), rejectUnauthorized: !insecure, timeout: TIMEOUT_MS };
      agent = new client.Agent({ connect, connections: 8, pipelining: 1 });
      agents.set(key, agent);
    }
    return agent;
  };
  signal.addEventListener(
    "abort",
    () => void Promise.allSettled([...agents.values()].map((agent) => agent.destroy())),
    {
      once: true,
    },
  );

  return {
    now,
    random,
    secret,
    signal,
    fault(error) {
      throw error; // nobody supervises this io: fail loudly
    },
    async fetchJson(request) {
      const ca = await trustOf(request);
      if (!ca.ok) return ca;
      const client = await loadClient();
      return exchange(client, request, agentOf(client, ca.value, request.tls?.insecure === true), signal, now);
    },
  };
}

/** The same io for one piece of work that may be given up sooner than the source. */
export function withSignal(io: ConnectorIo, signal: AbortSignal): ConnectorIo {
  const both = AbortSignal.any([io.signal, signal]);
  return { ...io, signal: both, fetchJson: (request) => io.fetchJson({ signal: both, ...request }) };
}

/** The authority to trust, if it is not the system's. */
async function trustOf({ tls }: HttpRequest): Promise<Result<string | undefined>> {
  const file = tls?.caFile;
  if (file === undefined) return { ok: true, value: tls?.ca };
  try {
    // A device or a pipe would never end, and OpenSSL passes over what is no certificate without a word.
    const text = await readPlain(file);
    return areCertificates(text) ? { ok: true, value: text } : failed("misconfigured", "failure.caFileOther", { file });
  } catch (error) {
    return failed("misconfigured", "failure.caFile", { file, detail: codeOf(error) ?? "unreadable" });
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function areCertificates(text: string): boolean {
  const found = text.match(CERTIFICATE) ?? [];
  try {
    for (const certificate of found) new X509Certificate(certificate);
    return found.length > 0;
  } catch {
    return false; // OpenSSL's reason tells less than that it is none
  }
}

/** The text of a plain file that is not too large for what it should be; else none. */
async function readPlain(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = await handle.stat();
    return stat.isFile() && stat.size <= MAXIMUM_CA_BYTES ? await handle.readFile("utf8") : "";
  } finally {
    await handle.close();
  }
}

async function exchange(
  client: Client,
  request: HttpRequest,
  agent: Agent,
  ended: AbortSignal,
  now: () => number,
): Promise<Result<unknown>> {
  const address = addressOf(request.url);
  const timeoutMs = request.timeoutMs ?? TIMEOUT_MS;
  const limit = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([limit, ended, ...(request.signal ? [request.signal] : [])]);
  try {
    const response = await client.request(request.url, { dispatcher: agent, signal, ...outgoing(request) });
    return await readAnswer(response, request, address, now);
  } catch (error) {
    if (limit.aborted) return failed("timeout", "failure.timeout", { address, timeoutMs });
    if (signal.aborted) return failed("timeout", "failure.givenUp", { address });
    const failure = networkFailure(error, address, timeoutMs);
    if (failure === undefined) throw error;
    return { ok: false, failure };
  }
}

function outgoing({ method, body, auth }: HttpRequest): {
  method: "GET" | "POST" | "DELETE";
  headers: Record<string, string>;
  body?: string;
} {
  const headers: Record<string, string> = {
    accept: "application/json",
    "accept-encoding": "gzip",
    "user-agent": "Watchfloor",
  };
  if (auth?.basic) {
    headers.authorization = `Basic ${Buffer.from(`${auth.basic.user}:${auth.basic.password}`).toString("base64")}`;
  } else if (auth?.bearer !== undefined) headers.authorization = `Bearer ${auth.bearer}`;
  if (body === undefined) return { method: method ?? "GET", headers };
  return {
    method: method ?? "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

async function readAnswer(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  request: HttpRequest,
  address: string,
  now: () => number,
): Promise<Result<unknown>> {
  const good = statusCode >= 200 && statusCode < 300;
  const maximumBytes = good ? (request.maximumBytes ?? MAXIMUM_BYTES) : MAXIMUM_ERROR_BYTES;
  const encoding = headerOf(headers["content-encoding"]);
  if (good && encoding !== undefined && encoding !== "gzip" && encoding !== "identity") {
    body.destroy();
    return failed("malformed", "failure.encoding", { address, encoding: encoding.slice(0, 40) });
  }
  const read = await readLimited(body, encoding === "gzip", maximumBytes);
  if (!read.ok) body.destroy();
  if (!good) {
    const facts = {
      status: statusCode,
      location: headerOf(headers.location),
      retryAfter: headerOf(headers["retry-after"]),
    };
    return { ok: false, failure: statusFailure(facts, read.ok ? read.bytes : Buffer.alloc(0), request.url, now()) };
  }
  if (read.ok) return read.bytes.length === 0 ? { ok: true, value: null } : readJson(read.bytes, address);
  if (read.problem === "too-large") return failed("too-large", "failure.tooLarge", { address, maximumBytes });
  if (read.problem === "bad-gzip") return failed("malformed", "failure.badGzip", { address });
  if (read.cause !== undefined && isAbort(read.cause)) throw read.cause;
  return failed("unreachable", "failure.halfAnswer", { address });
}

const isAbort = (cause: unknown): boolean =>
  cause instanceof Error &&
  (cause.name === "AbortError" || cause.name === "TimeoutError" || codeOf(cause) === "UND_ERR_BODY_TIMEOUT");

function readJson(bytes: Buffer, address: string): Result<unknown> {
  const parsed = parseJson(bytes);
  if (parsed.ok) return parsed;
  if (parsed.problem === "invalid-utf8") return failed("malformed", "failure.invalidUtf8", { address });
  if (parsed.problem === "too-deep") return failed("malformed", "failure.tooDeep", { address, depth: parsed.detail });
  return failed("malformed", "failure.notJson", { address, where: parsed.detail });
}

const headerOf = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** Where a request went, fit for a screen: without query and credentials. */
export function addressOf(url: string): string {
  const at = URL.parse(url);
  return at === null ? url.split(/[?#]/)[0]!.replace(/\/\/[^/@]*@/, "//") : `${at.origin}${at.pathname}`;
}
