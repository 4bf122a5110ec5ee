import { EventEmitter } from "node:events";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import type { ClosablePort } from "../../../electron/engine/utility/ports.ts";
import type { Contract } from "../../../shared/contract/index.ts";

/** A port of Node in the shape of Electron's: messages come wrapped, and flow only after `start`. */
export function portMain(port: MessagePort): ClosablePort {
  const events = new EventEmitter();
  port.on("close", () => events.emit("close"));
  return {
    on: (event: string, listener: (...values: never[]) => void) => events.on(event, listener as () => void),
    postMessage: (message: unknown) => port.postMessage(message),
    start: () => void port.on("message", (data: unknown) => events.emit("message", { data, ports: [] })),
    close: () => port.close(),
  };
}

export type Window = {
  client: ContractRouterClient<Contract>;
  /** Resolves when the engine has let the window go. */
  closed: Promise<void>;
  close(): void;
};

/** Both ends of a channel: what a window holds, and what the engine is handed. */
export function aWindow(): { window: Window; port: ClosablePort } {
  const { port1, port2 } = new MessageChannel();
  const closed = new Promise<void>((resolve) => port1.once("close", resolve));
  const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ port: port1 as never }));
  port1.start();
  return { window: { client, closed, close: () => port1.close() }, port: portMain(port2) };
}
