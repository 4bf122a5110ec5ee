import type { AddressInfo } from "node:net";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { createORPCClient } from "@orpc/client";
import { RPCLink as PortLink } from "@orpc/client/message-port";
import { RPCLink as SocketLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import { WebSocket, WebSocketServer } from "ws";
import type { ApiRouter } from "../../../electron/engine/api/router.ts";
import { type MessagePortLike, servePort } from "../../../electron/engine/api/serve-port.ts";
import { serveSocket } from "../../../electron/engine/api/serve-socket.ts";
import type { Contract } from "../../../shared/contract/index.ts";
import type { Caller } from "../../../shared/domain/session.ts";

export type Client = ContractRouterClient<Contract>;
export type Connected = {
  client: Client;
  /** Sends something that no client would. */
  sendRaw(message: string): void;
  close(): Promise<void>;
};
export type Transport = (router: ApiRouter, caller: Caller) => Promise<Connected>;

/** Electron's `MessagePortMain` over a port of Node: events carry `data`, and nothing arrives before `start`. */
export function electronPort(port: MessagePort): MessagePortLike {
  return {
    on(event: "message" | "close", listener: ((event: { data: unknown }) => void) | (() => void)) {
      if (event === "message")
        port.on("message", (data: unknown) => (listener as (event: { data: unknown }) => void)({ data }));
      else port.on("close", listener as () => void);
      port.unref();
    },
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
  };
}

const overPort: Transport = async (router, caller) => {
  const { port1, port2 } = new MessageChannel();
  servePort(electronPort(port1), router, { caller });
  const client = createORPCClient<Client>(new PortLink({ port: port2 as never }));
  port2.start();
  return { client, sendRaw: (message) => port2.postMessage(message), close: async () => port2.close() };
};

const overSocket: Transport = async (router, caller) => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket) => serveSocket(socket, router, { caller }));
  await new Promise((resolve) => server.once("listening", resolve));
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await new Promise((resolve) => socket.once("open", resolve));
  const client = createORPCClient<Client>(new SocketLink({ websocket: socket as never }));
  return {
    client,
    sendRaw: (message) => socket.send(message),
    close: async () => {
      socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export const transports: Record<string, Transport> = { "a message port": overPort, "a WebSocket": overSocket };
