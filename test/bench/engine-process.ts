/**
 * An engine in a process of its own with one alert receiver on a free port, driven over IPC: the benches and the crash
 * test need it apart from themselves, to load it, to measure it and to kill it.
 */
import { startEngine } from "../../electron/engine/compose.ts";
import { listSources } from "../../electron/engine/store/read-sources.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";
import { textOf } from "../../shared/strings/index.ts";

const [dataFolder] = process.argv.slice(2);
if (dataFolder === undefined || process.send === undefined) throw new Error("usage: fork engine-process.ts FOLDER");

const started = await startEngine({
  dataFolder,
  demo: false,
  sources: [{ id: "load", kind: "alert-receiver", enabled: true, settings: { port: 0, auth: "none" } }],
  mask: { keyId: "k1", key: Buffer.alloc(32, 1).toString("base64") },
  retention: { days: 365, maximumBytes: 1e12 },
  version: "bench",
  resolveSecret: async () => ({ ok: false, failure: { kind: "misconfigured", message: { code: "failure.fault", params: { detail: "" } } } }),
  storeSecret: async () => "env:NONE",
  log: (line) => console.error(line),
});
if (!started.ok) throw new Error(textOf(started.problem));
const { engine } = started;

/** Where the receiver listens, once it does. */
function address(): string | null {
  const [source] = listSources(engine.access.db, [DEFAULT_SCOPE], Date.now());
  return /https?:\/\/\S+/.exec(source?.about ?? "")?.[0] ?? null;
}

const announce = setInterval(() => {
  const url = address();
  if (url === null) return;
  clearInterval(announce);
  process.send?.({ kind: "ready", url });
}, 20);

process.on("message", async (message: { kind: "figures" | "close" }) => {
  if (message.kind === "figures") {
    process.send?.({ kind: "figures", metrics: engine.metrics(), facts: engine.access.facts(), memory: process.memoryUsage() });
  } else {
    await engine.close();
    process.exit(0);
  }
});
