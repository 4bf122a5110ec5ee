import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { Caller } from "../../../shared/domain/session.ts";
import { contentSecurityPolicy, withNonce } from "../../../shared/page/security.ts";
import { text } from "../../../shared/strings/index.ts";
import { ownAddresses, reachableUrl, type OwnAddresses } from "./addresses.ts";
import { answer, answerText } from "./answer.ts";
import { createAttempts } from "./attempts.ts";
import { refusalOf } from "./gate.ts";
import { answerHealth, type Degraded } from "./health.ts";
import { METRICS_CONTENT_TYPE } from "./metrics.ts";
import { newNonce } from "./security-headers.ts";
import { answerRefused, handleSession, identify, type SignIn } from "./sign-in.ts";
import { BEAT_MS, createSockets, refuseUpgrade, type Sockets } from "./sockets.ts";
import { readStatic } from "./static-files.ts";
import { callerOf, isUnlimited, type Tokens } from "./tokens.ts";

export type ListenerOptions = {
  host: string;
  port: number;
  publicUrl: string | undefined;
  /** The built renderer. */
  rendererFolder: string;
  tokens: Tokens;
  /** All scopes that exist; a token names those it is limited to. */
  scopes(): readonly Scope[];
  serveSocket(socket: WebSocket, caller: Caller): void;
  degraded(): Degraded;
  /** The body of `/metrics`. */
  metrics(sockets: number): string;
  now(): number;
  log(line: string): void;
};

export interface Listener {
  /** Without a slash at the end. */
  url: string;
  port: number;
  /** Lets go of clients that are dead, deaf or no longer allowed. Done every 15 seconds by itself. */
  beat(): void;
  /** Closes every WebSocket so that its client comes back to the engine's successor. */
  restartSockets(): void;
  close(): Promise<void>;
}

/** Why it does not listen. */
export type ListenProblem = { kind: "port-in-use" | "forbidden-port" | "no-such-address" };

const LISTEN_PROBLEMS: Record<string, ListenProblem["kind"]> = {
  EADDRINUSE: "port-in-use",
  EACCES: "forbidden-port",
  EADDRNOTAVAIL: "no-such-address",
  ENOTFOUND: "no-such-address",
};

/** HTTP and WebSocket of the engine. Loopback unless `host` says otherwise. */
export async function startListener(
  options: ListenerOptions,
): Promise<{ ok: true; listener: Listener } | { ok: false; problem: ListenProblem }> {
  const server = createServer({
    maxHeaderSize: 16 * 1024,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 5_000,
  });
  server.maxConnections = 500;
  const failure = await listen(server, options);
  if (failure !== undefined) return { ok: false, problem: failure };

  const { port } = server.address() as AddressInfo;
  const { host, publicUrl, tokens, now, log } = options;
  const url = reachableUrl(host, port, publicUrl);
  const sockets = createSockets(options.serveSocket, log);
  const signIn: SignIn = {
    tokens,
    attempts: createAttempts(now),
    now,
    port: () => port,
    secure: url.startsWith("https:"),
  };
  const context: Context = { options, own: ownAddresses(host, port, publicUrl), signIn, sockets };
  server.on("request", (request, response) => void guarded(context, request, response));
  server.on("upgrade", (request: IncomingMessage, duplex: Duplex, head: Buffer) =>
    guardedUpgrade(context, request, duplex, head),
  );
  const beat = (): void => {
    try {
      sockets.beat((token) => tokens.check(token) !== undefined);
    } catch (error) {
      // Nobody can tell who is still allowed: all have to come back and show their token again.
      log(text("commandLine.logTokensUnreadable", { reason: messageOf(error) }));
      sockets.restart();
    }
  };
  const beats = setInterval(beat, BEAT_MS);
  return {
    ok: true,
    listener: {
      url,
      port,
      beat,
      restartSockets: () => sockets.restart(),
      async close() {
        clearInterval(beats);
        const stopped = new Promise((resolve) => server.close(resolve));
        await sockets.close();
        server.closeAllConnections();
        await stopped;
      },
    },
  };
}

type Context = { options: ListenerOptions; own: OwnAddresses; signIn: SignIn; sockets: Sockets };

function listen(server: Server, { host, port }: ListenerOptions): Promise<ListenProblem | undefined> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const kind = LISTEN_PROBLEMS[error.code ?? ""];
      if (kind === undefined) reject(error);
      else resolve({ kind });
    });
    server.listen(port, host.replace(/^\[|\]$/g, ""), () => resolve(undefined));
  });
}

/** The one place that catches: a fault in an answer is logged and told, never the end of the process. */
async function guarded(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route(context, request, response);
  } catch (error) {
    context.options.log(
      text("commandLine.logRequestFailed", { path: (request.url ?? "").split("?")[0]!, reason: String(error) }),
    );
    if (response.headersSent) response.destroy();
    else answerText(response, 500, "commandLine.httpFault");
  }
}

async function route(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { options, own, signIn, sockets } = context;
  if (refusalOf(request, own) !== undefined) return answerText(response, 403, "commandLine.httpForeign");
  const [pathname = "/"] = (request.url ?? "/").split("?");
  if (pathname === "/session") return handleSession(request, response, signIn);
  if (request.method !== "GET" && request.method !== "HEAD")
    return answerText(response, 405, "commandLine.httpMethod", { allow: "GET, HEAD" });
  if (pathname === "/healthz") return answerHealth(response, options.degraded());
  if (pathname === "/metrics") {
    const identified = identify(request, signIn);
    if (!identified.ok) return answerRefused(response, identified);
    if (!isUnlimited(identified.grant)) return answerText(response, 403, "commandLine.httpLimitedToken");
    return answer(
      response,
      200,
      { "content-type": METRICS_CONTENT_TYPE, "cache-control": "no-store" },
      options.metrics(sockets.count()),
    );
  }
  if (pathname === "/api")
    return answerText(response, 426, "commandLine.httpUpgrade", { upgrade: "websocket", connection: "upgrade" });
  return servePage(context, pathname, response);
}

async function servePage({ options }: Context, pathname: string, response: ServerResponse): Promise<void> {
  const file = await readStatic(options.rendererFolder, pathname);
  if (file === undefined) {
    const isPage = /^\/[a-z-]*$/.test(pathname);
    return isPage
      ? answerText(response, 503, "commandLine.httpNotBuilt")
      : answerText(response, 404, "commandLine.httpNotFound");
  }
  const nonce = newNonce();
  const headers: Record<string, string> = {
    "content-type": file.type,
    "cache-control": file.isPage ? "no-store" : file.cache,
    "content-security-policy": contentSecurityPolicy(nonce, socketOrigins(response.req.headers.host ?? "")),
  };
  answer(response, 200, headers, file.isPage ? withNonce(file.body.toString("utf8"), nonce) : file.body);
}

/**
 * The page's own WebSocket address, from the Host header that the gate let through. The policy's grammar knows no IPv6
 * addresses (https://www.w3.org/TR/CSP3/#grammardef-host-part): there `'self'` has to do.
 */
const socketOrigins = (host: string): string[] => (host.startsWith("[") ? [] : [`ws://${host}`, `wss://${host}`]);

/** As `guarded`, for a connection that is to become a WebSocket. */
function guardedUpgrade(context: Context, request: IncomingMessage, duplex: Duplex, head: Buffer): void {
  try {
    upgrade(context, request, duplex, head);
  } catch (error) {
    context.options.log(text("commandLine.logRequestFailed", { path: "/api", reason: messageOf(error) }));
    refuseUpgrade(duplex, 500, "commandLine.httpFault");
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function upgrade(
  { options, own, signIn, sockets }: Context,
  request: IncomingMessage,
  duplex: Duplex,
  head: Buffer,
): void {
  duplex.on("error", (error) => options.log(text("commandLine.logSocketError", { reason: error.message })));
  const [pathname] = (request.url ?? "/").split("?");
  if (pathname !== "/api") return refuseUpgrade(duplex, 404, "commandLine.httpNotFound");
  if (refusalOf(request, own) !== undefined) return refuseUpgrade(duplex, 403, "commandLine.httpForeign");
  const identified = identify(request, signIn);
  if (!identified.ok) {
    return refuseUpgrade(
      duplex,
      identified.status,
      identified.status === 401 ? "commandLine.httpNoToken" : "commandLine.httpTooManyTokens",
    );
  }
  sockets.accept(request, duplex, head, callerOf(identified.grant, options.scopes()), identified.token);
}
