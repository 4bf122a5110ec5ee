import { RPCHandler } from "@orpc/server/ws";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { WebSocketServer } from "ws";
import type { Topic } from "../../shared/contract/updates.ts";
import { newNonce } from "../../electron/engine/listener/security-headers.ts";
import { contentSecurityPolicy } from "../../shared/page/security.ts";
import { fakeRouter, fakeState, type FakeState } from "./fake-router.ts";

const TYPES: Record<string, string> = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
  woff2: "font/woff2",
  woff: "font/woff",
};
const TOKEN = "one-time-token";

export type FakeEngine = {
  /** The address with its one-time token. */
  url(hash?: string): string;
  state: FakeState;
  changed(...topics: Topic[]): void;
  /** Cuts every connection and refuses new ones until `resume`. */
  cut(): void;
  resume(): void;
  close(): Promise<void>;
};

/** Serves a built renderer and the contract over a real WebSocket, with sign-in and the listener's own content security policy. */
export async function startFakeEngine(
  rendererFolder: string,
  now: () => number = Date.now,
  makeRouter: (state: FakeState) => ReturnType<typeof fakeRouter> = fakeRouter,
): Promise<FakeEngine> {
  const state = fakeState(now);
  const handler = new RPCHandler(makeRouter(state));
  let listening = true;
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => void answer(request, response, rendererFolder));
  server.on("upgrade", (request, socket, head) => {
    if (!listening) return socket.destroy();
    if (request.headers.cookie?.includes("session=yes") !== true) {
      socket.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => void handler.upgrade(client));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    listening = false;
    for (const client of sockets.clients) client.terminate();
  };
  return {
    url: (hash = "#/incidents") => `http://127.0.0.1:${port}/?token=${TOKEN}${hash}`,
    state,
    changed: (...topics) => state.listeners.forEach((listener) => listener(topics)),
    cut,
    resume: () => (listening = true),
    close: async () => {
      cut();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, folder: string): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  if (pathname === "/session") return session(request, response);
  const file = pathname === "/" ? "index.html" : pathname.slice(1);
  const body = await readFile(path.join(folder, path.normalize(file))).catch(() => null);
  if (body === null) return void response.writeHead(404).end();
  const nonce = newNonce();
  const type = TYPES[file.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type, "content-security-policy": contentSecurityPolicy(nonce, []) });
  response.end(
    file === "index.html"
      ? body.toString().replace('name="csp-nonce" content=""', `name="csp-nonce" content="${nonce}"`)
      : body,
  );
}

async function session(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "GET") {
    return void response.writeHead(request.headers.cookie?.includes("session=yes") === true ? 204 : 401).end();
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { token } = JSON.parse(Buffer.concat(chunks).toString()) as { token?: string };
  if (token !== TOKEN) return void response.writeHead(401).end();
  response.writeHead(204, { "set-cookie": "session=yes; HttpOnly; SameSite=Strict; Path=/" }).end();
}
