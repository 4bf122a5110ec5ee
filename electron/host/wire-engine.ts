import type { Worker } from "node:worker_threads";
import { createRouter } from "../engine/api/router.ts";
import { serveSocket } from "../engine/api/serve-socket.ts";
import { startEngine } from "../engine/compose.ts";
import type { EngineParts } from "./engine-parts.ts";

/** The real engine and its api. @param ingest of `startIngestThread`, for the first engine that starts */
export function engineParts(ingest?: Worker): EngineParts {
  let early = ingest;
  return {
    start(options) {
      const thread = early;
      early = undefined;
      return startEngine(options, thread);
    },
    serve(access) {
      const router = createRouter(access);
      return (socket, caller) => serveSocket(socket, router, { caller });
    },
  };
}
