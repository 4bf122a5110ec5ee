import { RPCHandler } from "@orpc/server/ws";
import type { WebSocket } from "ws";
import type { ApiContext } from "./access.ts";
import type { ApiRouter } from "./router.ts";

/** What Electron's `MessagePortMain` has: https://www.electronjs.org/docs/latest/api/message-port-main */
export interface MessagePortLike {
  on(event: "message", listener: (event: { data: unknown }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  postMessage(message: unknown, transfer?: never[]): void;
  start(): void;
}

/**
 * Serves the contract on one port until its other side goes away. The port belongs to one window and so to one caller.
 * Both transports speak the same messages; the handler for sockets is the one that survives a malformed one.
 */
export function servePort(port: MessagePortLike, router: ApiRouter, context: ApiContext): void {
  const adapted = {
    addEventListener(event: string, listener: (event: { data: unknown }) => void): void {
      if (event === "message") port.on("message", listener);
      else if (event === "close") port.on("close", () => listener({ data: undefined }));
      else throw new RangeError(`a message port has no event ${event}`);
    },
    send: (data: unknown): void => port.postMessage(data),
  };
  void new RPCHandler(router).upgrade(adapted as unknown as WebSocket, { context });
  port.start();
}
