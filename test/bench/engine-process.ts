/**
 * An engine in a process of its own with one alert receiver on a free port, driven over IPC: the benches and the crash
 * test need it apart from themselves, to load it, to measure it and to kill it.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { createRouter } from "../../electron/engine/api/router.ts";
import { serveSocket } from "../../electron/engine/api/serve-socket.ts";
import { startEngine } from "../../electron/engine/compose.ts";
import { listSources } from "../../electron/engine/store/read-sources.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";
import { Permission, type Caller } from "../../shared/domain/session.ts";
import { textOf } from "../../shared/strings/index.ts";
import { collectedMemory } from "./parts/collect.ts";
import type { EngineAnswer, EngineRequest } from "./parts/engine-messages.ts";

const [dataFolder] = process.argv.slice(2);
if (dataFolder === undefined || process.send === undefined) throw new Error("usage: fork engine-process.ts FOLDER");

const OPERATOR: Caller = { name: "Ada", scopes: [DEFAULT_SCOPE], permissions: [...Permission.options] };
/** Alerts end when their sender says so, never because it was silent for long. */
const RESOLVE_MINUTES = 1_440;

const started = await startEngine({
  dataFolder,
  demo: false,
  sources: [
    {
      id: "load",
      kind: "alert-receiver",
      enabled: true,
      settings: { port: 0, auth: "none", resolveMinutes: RESOLVE_MINUTES },
    },
  ],
  mask: { keyId: "k1", key: Buffer.alloc(32, 1).toString("base64") },
  retention: { days: 365, maximumBytes: 1e12, topologyDays: 14 },
  version: "bench",
  resolveSecret: async () => ({
    ok: false,
    failure: { kind: "misconfigured", message: { code: "failure.fault", params: { detail: "" } } },
  }),
  storeSecret: async () => "env:NONE",
  removeSecret: async () => undefined,
  log: (line) => console.error(line),
});
if (!started.ok) throw new Error(textOf(started.problem));
const { engine } = started;

const answer = (message: EngineAnswer): void => void process.send?.(message);

/** Where the receiver listens, once it does. The row of a run before tells another port, so this one's must be newer. */
function receiverUrl(): string | null {
  const [source] = listSources(engine.access.db, [DEFAULT_SCOPE], Date.now());
  if ((source?.lastGoodAt ?? 0) < engine.access.facts().startedAt) return null;
  return /https?:\/\/\S+/.exec(source?.about ?? "")?.[0] ?? null;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The api on a WebSocket, without the listener's tokens: these have benches of nothing but their own. */
const front = createServer();
const sockets = new WebSocketServer({ server: front });
const router = createRouter(engine.access);
sockets.on("connection", (socket) => serveSocket(socket, router, { caller: OPERATOR }));
await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
const apiUrl = `ws://127.0.0.1:${(front.address() as AddressInfo).port}`;

const announce = setInterval(() => {
  const url = receiverUrl();
  if (url === null) return;
  clearInterval(announce);
  answer({ kind: "ready", url, apiUrl });
}, 10);

// Whoever started it is gone, however that ended.
process.on("disconnect", () => process.exit(1));
process.on("message", async (request: EngineRequest) => {
  switch (request.kind) {
    case "figures":
      return answer({
        kind: "figures",
        metrics: engine.metrics(),
        facts: engine.access.facts(),
        cpuSeconds: cpuSeconds(),
        memory: await collectedMemory(),
      });
    case "change": {
      const { id, entity } = request;
      const result = await engine.access.command("addChange", OPERATOR, { id, entity, summary: `deploy ${entity}` });
      return answer({ kind: "changed", id, ok: result.ok });
    }
    case "close":
      await engine.close();
      process.exit(0);
  }
});
