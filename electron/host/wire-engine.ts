import { createRouter } from "../engine/api/router.ts";
import { serveSocket } from "../engine/api/serve-socket.ts";
import { startEngine } from "../engine/compose.ts";
import type { EngineParts } from "./engine-parts.ts";

/** The real engine and its api. */
export const engineParts: EngineParts = {
  start: startEngine,
  serve(access) {
    const router = createRouter(access);
    return (socket, caller) => serveSocket(socket, router, { caller });
  },
};
