import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../../../shared/contract/index.ts";

export type Console = { api: ContractRouterClient<Contract>; close(): void };

/** Calls an engine over a real WebSocket, as a window does. */
export async function openConsole(url: string): Promise<Console> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error(`nobody answers at ${url}`)), { once: true });
  });
  return { api: createORPCClient(new RPCLink({ websocket: socket })), close: () => socket.close() };
}
