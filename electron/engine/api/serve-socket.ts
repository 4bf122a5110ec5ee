import { RPCHandler } from "@orpc/server/ws";
import type { WebSocket } from "ws";
import type { ApiContext } from "./access.ts";
import type { ApiRouter } from "./router.ts";

/**
 * Serves the contract on one accepted WebSocket (RFC 6455). The caller in the context comes from the token that the listener
 * checked. A message counts as sent when the socket has taken it, so subscriptions of a slow client wait instead of piling up.
 */
export function serveSocket(socket: WebSocket, router: ApiRouter, context: ApiContext): void {
  const paced = {
    addEventListener: socket.addEventListener.bind(socket),
    send: (data: Parameters<WebSocket["send"]>[0]) => sent(socket, data),
  };
  void new RPCHandler(router).upgrade(paced as unknown as WebSocket, { context });
}

const sent = (socket: WebSocket, data: Parameters<WebSocket["send"]>[0]): Promise<void> =>
  new Promise((resolve) => {
    // A failed send means a closed socket: its close event ends everything that runs for it.
    socket.send(data, () => resolve());
  });
