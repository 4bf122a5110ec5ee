import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import { WebSocket } from "ws";
import type { Contract } from "../../shared/contract/index.ts";

export type Calls = { client: ContractRouterClient<Contract>; close(): void };

/** The token in an address that the host printed. */
export function tokenIn(address: string): string {
  const [, token] = /token=([\w-]+)/.exec(address) ?? [];
  if (token === undefined) throw new Error(`no token in ${address}`);
  return token;
}

/** Calls the engine's contract with a token, as a program would: over a WebSocket of its own. */
export async function callWith(address: string, token: string, headers: Record<string, string> = {}): Promise<Calls> {
  const { host } = new URL(address);
  const socket = new WebSocket(`ws://${host}/api`, { headers: { authorization: `Bearer ${token}`, ...headers } });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("error", reject);
  });
  const client = createORPCClient<Calls["client"]>(new RPCLink({ websocket: socket as never }));
  return { client, close: () => socket.close() };
}
