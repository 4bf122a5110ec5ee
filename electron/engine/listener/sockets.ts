import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { isDeepStrictEqual } from "node:util";
import { WebSocketServer, type WebSocket } from "ws";
import type { Caller } from "../../../shared/domain/session.ts";
import { text, type TextKey } from "../../../shared/strings/index.ts";

const MAXIMUM_MESSAGE_BYTES = 1024 * 1024;
const MAXIMUM_SOCKETS = 200;
/** One token, such as that of all walls, leaves room for the others. */
export const SOCKETS_A_TOKEN = 50;
/** A client that does not read is let go before it fills the memory. */
const MAXIMUM_UNSENT_BYTES = 32 * 1024 * 1024;
export const BEAT_MS = 15_000;

/** RFC 6455 close codes: policy violation, try again later, going away. */
const POLICY = 1008;
const OVERLOADED = 1013;
const GOING_AWAY = 1001;

type Open = { socket: WebSocket; caller: Caller; token: string; answered: boolean };

export interface Sockets {
  /** Takes over a connection whose caller is known. */
  accept(request: IncomingMessage, duplex: Duplex, head: Buffer, caller: Caller, token: string): void;
  /** One beat: lets go of clients that are dead, deaf or no longer allowed. */
  beat(stillAllowed: (token: string) => boolean): void;
  count(): number;
  /** Asks every client to come back: the engine behind goes on with another folder. */
  restart(): void;
  close(): Promise<void>;
}

/** The WebSocket side of the listener. */
export function createSockets(
  serve: (socket: WebSocket, caller: Caller) => void,
  log: (line: string) => void,
): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAXIMUM_MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const open = new Set<Open>();
  return {
    accept(request, duplex, head, caller, token) {
      if (open.size >= MAXIMUM_SOCKETS) return refuseUpgrade(duplex, 503, "commandLine.httpTooManySockets");
      const ofToken = [...open].filter((entry) => entry.token === token);
      if (ofToken.length >= SOCKETS_A_TOKEN) return refuseUpgrade(duplex, 429, "commandLine.httpTooManySocketsOfToken");
      // All connections of a token share its caller, so that their calls are counted together.
      const shared = ofToken.find((entry) => isDeepStrictEqual(entry.caller, caller))?.caller ?? caller;
      server.handleUpgrade(request, duplex, head, (socket) => {
        const entry: Open = { socket, caller: shared, token, answered: true };
        open.add(entry);
        socket.on("pong", () => (entry.answered = true));
        socket.on("close", () => open.delete(entry));
        socket.on("error", (error) => log(text("commandLine.logSocketError", { reason: error.message })));
        serve(socket, shared);
      });
    },
    beat(stillAllowed) {
      for (const entry of open) {
        const { socket, token, answered } = entry;
        if (!stillAllowed(token)) socket.close(POLICY, "token revoked");
        else if (socket.bufferedAmount > MAXIMUM_UNSENT_BYTES || !answered) socket.terminate();
        else {
          entry.answered = false;
          socket.ping();
        }
      }
    },
    count: () => open.size,
    restart: () => open.forEach(({ socket }) => socket.close(OVERLOADED, "engine restarts")),
    async close() {
      for (const { socket } of open) socket.close(GOING_AWAY, "engine stops");
      await Promise.race([closed(open), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
      for (const { socket } of open) socket.terminate();
      server.close();
    },
  };
}

const closed = (open: ReadonlySet<Open>): Promise<unknown> =>
  Promise.all([...open].map(({ socket }) => new Promise((resolve) => socket.once("close", resolve))));

const STATUS_TEXT: Record<number, string> = {
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** Says no to an upgrade in plain HTTP. */
export function refuseUpgrade(duplex: Duplex, status: number, key: TextKey): void {
  const body = `${text(key)}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_TEXT[status] ?? ""}`,
    "Content-Type: text/plain; charset=utf-8",
    "Connection: close",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  duplex.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
