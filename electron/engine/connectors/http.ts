import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TextKey } from "../../../shared/strings/index.ts";
import { z } from "zod";
import type { TestOutcome } from "../../../shared/contract/sources.ts";
import type { ConnectorIo, Listening, Result } from "./connector.ts";
import { readLimited, type Room } from "./decompress.ts";
import { failed } from "./failure.ts";
import { codeOf } from "./networkFailure.ts";
import { isLoopback } from "./settings.ts";

const MAXIMUM_CONNECTIONS = 512;
const REQUEST_LIMIT_MS = 30_000;
const KEEP_ALIVE_MS = 75_000;
const LINGER_MS = 10_000;

/** Why a delivery is turned away: a status and a text of the catalogue for the sender. */
export type Refusal = { status: number; code: TextKey; params?: Record<string, string | number> };

/** Answers that a receiver listens here, to anybody. */
export const READY_PATH = "/-/ready";

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Listens for deliveries. `handle` may reject only by a programmer's fault: the sender then gets a 500 and `onFault` the error.
 */
export async function listenHttp(
  host: string,
  port: number,
  handle: Handler,
  onFault: (error: unknown) => void,
): Promise<Result<Listening>> {
  const server = createServer({
    requestTimeout: REQUEST_LIMIT_MS,
    headersTimeout: REQUEST_LIMIT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  server.maxConnections = MAXIMUM_CONNECTIONS;
  server.on("request", (request, response) => {
    handle(request, response).catch((error: unknown) => {
      onFault(error);
      if (!response.headersSent) response.writeHead(500, { connection: "close" });
      response.end();
    });
  });
  const problem = await open(server, host, port);
  if (problem !== undefined) return { ok: false, failure: problem };
  const { port: taken } = server.address() as AddressInfo;
  return {
    ok: true,
    value: { address: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`, close: () => close(server) },
  };
}

function open(server: Server, host: string, port: number) {
  return new Promise<undefined | ReturnType<typeof failed>["failure"]>((resolve) => {
    const onError = (error: Error): void => resolve(listenFailure(error, `${host}:${port}`));
    server.once("error", onError);
    server.listen(port, host, () => {
      server.off("error", onError);
      resolve(undefined);
    });
  });
}

function listenFailure(error: Error, address: string) {
  const code = codeOf(error) ?? error.name;
  if (code === "EADDRINUSE") return failed("misconfigured", "failure.portTaken", { address }).failure;
  if (code === "EACCES" || code === "EPERM")
    return failed("misconfigured", "failure.portForbidden", { address }).failure;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return failed("misconfigured", "failure.addressUnknown", { address }).failure;
  }
  return failed("misconfigured", "failure.listenFailed", { address, detail: code }).failure;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Who may deliver. `token` undefined: programs of this machine only, and no web page in a browser of this machine. */
export type Gate = { token: string | undefined };

const digest = (value: string): Buffer => createHash("sha256").update(value).digest();

/** Says why this request may not deliver; undefined when it may. Compares tokens in constant time. */
export function refusalOf({ headers }: IncomingMessage, gate: Gate): Refusal | undefined {
  if (headers.origin !== undefined) return { status: 403, code: "failure.delivery.origin" };
  if (gate.token === undefined) {
    const host = (headers.host ?? "").replace(/:\d+$/, "");
    return isLoopback(host)
      ? undefined
      : { status: 421, code: "failure.delivery.host", params: { host: host.slice(0, 100) } };
  }
  const shown = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
  if (shown !== undefined && timingSafeEqual(digest(shown), digest(gate.token))) return undefined;
  return { status: 401, code: "failure.delivery.token" };
}

/** Bodies that one receiver reads at the same time may take so much memory; who brings more is asked to come again. */
const ROOM_BYTES = 128 * 1024 * 1024;
export const newRoom = (): Room => ({ freeBytes: ROOM_BYTES });

export type Delivered = { ok: true; bytes: Buffer } | { ok: false; refusal: Refusal | undefined };

/** Reads a body, unpacked. A refusal of undefined: the sender went away in the middle and there is nobody to tell. */
export async function readDelivery(request: IncomingMessage, maximumBytes: number, room: Room): Promise<Delivered> {
  const encoding = request.headers["content-encoding"] ?? "identity";
  const tooLarge: Refusal = { status: 413, code: "failure.delivery.tooLarge", params: { maximumBytes } };
  if (encoding !== "identity" && encoding !== "gzip") {
    return { ok: false, refusal: { status: 415, code: "failure.delivery.encoding" } };
  }
  if (Number(request.headers["content-length"] ?? 0) > maximumBytes) return { ok: false, refusal: tooLarge };
  const body = await readLimited(request, encoding === "gzip", maximumBytes, room);
  if (body.ok) return body;
  if (body.problem === "too-large") return { ok: false, refusal: tooLarge };
  if (body.problem === "no-room") return { ok: false, refusal: { status: 503, code: "failure.delivery.busy" } };
  return {
    ok: false,
    refusal: body.problem === "bad-gzip" ? { status: 400, code: "failure.delivery.badGzip" } : undefined,
  };
}

/**
 * Answers. When the body was not read to its end the sender is still writing: it gets the whole answer at once, and the
 * connection goes when it has ended or has had its time. Closing sooner would reset it, and the answer would be lost.
 */
export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  const length = Buffer.byteLength(body);
  if (request.complete) {
    response.writeHead(status, { ...headers, "content-length": length }).end(body);
    return;
  }
  response.writeHead(status, { ...headers, "content-length": length, connection: "close" });
  response.flushHeaders();
  if (length > 0) response.write(body);
  abandon(request, () => response.end());
}

/** Passes over what a sender still writes; `done` is called once it has ended, gone away or had its time. */
function abandon(request: IncomingMessage, done: () => void): void {
  const timer = setTimeout(() => request.destroy(), LINGER_MS);
  request.on("error", () => undefined); // it is being given up: how it ends does not matter
  request.once("end", done);
  request.once("close", () => {
    clearTimeout(timer);
    done();
  });
  request.resume();
}

const Ready = z.object({ listening: z.string() });

/** Tries whether a receiver can listen here. A port that the same kind of receiver holds already is good as well. */
export async function testListening(host: string, port: number, kind: string, io: ConnectorIo): Promise<TestOutcome> {
  const opened = await listenHttp(
    host,
    port,
    async (request, response) => answer(request, response, 503, ""),
    io.fault,
  );
  if (opened.ok) {
    await opened.value.close();
    return { ok: true, about: opened.value.address, alerts: null, failure: null };
  }
  if (opened.failure.message.code === "failure.portTaken") {
    const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
    const ready = await io.fetchJson({ url: url + READY_PATH, timeoutMs: 2_000 });
    if (ready.ok && Ready.safeParse(ready.value).data?.listening === kind)
      return { ok: true, about: url, alerts: null, failure: null };
  }
  return { ok: false, about: null, alerts: null, failure: opened.failure };
}
