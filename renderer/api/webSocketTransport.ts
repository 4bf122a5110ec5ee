import { RPCLink } from "@orpc/client/websocket";
import { nextSocket } from "./firstSocket.ts";
import { isRefused } from "./session.ts";
import { NotSignedIn, type OpenTransport } from "./transport.ts";

const OPEN_WITHIN_MS = 5_000;

/** Opens a WebSocket to the host that served the page. */
export const openWebSocket: OpenTransport = async () => {
  const socket = await nextSocket();
  const opened = await new Promise<boolean>((resolve) => {
    if (socket.readyState !== WebSocket.CONNECTING) return resolve(socket.readyState === WebSocket.OPEN);
    const timer = setTimeout(() => resolve(false), OPEN_WITHIN_MS);
    const settle = (ok: boolean): void => {
      clearTimeout(timer);
      resolve(ok);
    };
    socket.addEventListener("open", () => settle(true), { once: true });
    socket.addEventListener("close", () => settle(false), { once: true });
  });
  if (!opened) {
    socket.close();
    throw (await isRefused())
      ? new NotSignedIn("the engine refused this window's session")
      : new Error("the engine did not open a connection");
  }
  const over = Promise.withResolvers<void>();
  socket.addEventListener("close", () => over.resolve(), { once: true });
  return {
    link: new RPCLink({ websocket: socket }),
    closed: over.promise,
    close: () => {
      socket.close();
      // An engine that stands still, or a network that is gone, would leave the closing handshake open for minutes.
      over.resolve();
    },
  };
};
