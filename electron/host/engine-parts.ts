import type { WebSocket } from "ws";
import type { Caller } from "../../shared/domain/session.ts";
import type { EngineAccess } from "../engine/api/access.ts";
import type { EngineOptions, EngineStart } from "../engine/compose.ts";

/** The engine and its api, passed in so that the host can be tested without them. */
export type EngineParts = {
  start(options: EngineOptions): Promise<EngineStart>;
  /** Speaks the contract over a socket. */
  serve(access: EngineAccess): (socket: WebSocket, caller: Caller) => void;
};
