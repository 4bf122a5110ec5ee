import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import { WebSocket } from "ws";
import type { Contract } from "../../shared/contract/index.ts";

export type RemoteEngine = { client: ContractRouterClient<Contract>; close(): void };

/** Why the engine cannot be called. */
export type RemoteProblem = { kind: "unreachable"; reason: string } | { kind: "refused"; status: number };

const OPEN_WITHIN_MS = 10_000;

/** Connects to a running engine by the one contract. */
export function connectEngine(
  url: string,
  token: string,
): Promise<{ ok: true; engine: RemoteEngine } | { ok: false; problem: RemoteProblem }> {
  const address = `${url.replace(/^http/, "ws").replace(/\/$/, "")}/api`;
  const socket = new WebSocket(address, {
    headers: { authorization: `Bearer ${token}` },
    handshakeTimeout: OPEN_WITHIN_MS,
  });
  return new Promise((resolve) => {
    socket.once("open", () => {
      // The types of `ws` and of the browser differ in their event classes, not in what is used here.
      const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
      resolve({ ok: true, engine: { client: createORPCClient(link), close: () => socket.close() } });
    });
    socket.once("unexpected-response", (request, response) => {
      request.destroy();
      resolve({ ok: false, problem: { kind: "refused", status: response.statusCode ?? 0 } });
    });
    socket.once("error", (error) => resolve({ ok: false, problem: { kind: "unreachable", reason: error.message } }));
  });
}
