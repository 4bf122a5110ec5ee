import { RPCHandler } from "@orpc/server/message-port";
import type { ApiContext } from "./access.ts";
import type { ApiRouter } from "./router.ts";

/** What Electron's `MessagePortMain` has: https://www.electronjs.org/docs/latest/api/message-port-main */
export interface MessagePortLike {
  on(event: "message", listener: (event: { data: unknown }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  postMessage(message: unknown, transfer?: never[]): void;
  start(): void;
}

/** Serves the contract on one port until its other side goes away. The port belongs to one window and so to one caller. */
export function servePort(port: MessagePortLike, router: ApiRouter, context: ApiContext): void {
  const adapted = {
    on: (event: string, callback: (event?: { data: unknown }) => void): void => {
      if (event === "message") port.on("message", callback);
      else if (event === "close") port.on("close", () => callback());
      else throw new RangeError(`a message port has no event ${event}`);
    },
    postMessage: (data: unknown): void => port.postMessage(data),
  };
  new RPCHandler(router).upgrade(adapted, { context });
  port.start();
}
