import type { Worker } from "node:worker_threads";
import type { WaitingIncident, WindowRole } from "../../../shared/contract/shell.ts";
import type { Message } from "../../../shared/domain/message.ts";
import { type EngineFront, openFront } from "../../host/engine-front.ts";
import type { EngineParts } from "../../host/engine-parts.ts";
import { engineSettings, scopesOf } from "../../host/engine-settings.ts";
import { startSwitchingEngine } from "../../host/switching-engine.ts";
import type { EngineAccess } from "../api/access.ts";
import { createRouter } from "../api/router.ts";
import { serveSocket } from "../api/serve-socket.ts";
import { startEngine } from "../compose.ts";
import { engineFolder } from "../config/data-folder.ts";
import type { ConfigFile } from "../config/file-schema.ts";
import type { SecretStore } from "../secrets/store.ts";
import { type ClosablePort, Ports } from "./ports.ts";
import { watchWaiting } from "./waiting-incidents.ts";

export type DesktopOptions = {
  dataFolder: string;
  demo: boolean;
  config: ConfigFile;
  secrets: SecretStore;
  keepSecret(name: string, value: string): Promise<void>;
  environment: Readonly<Record<string, string | undefined>>;
  now(): number;
  log(line: string): void;
  onIncidents(waiting: WaitingIncident[], count: number): void;
  /** Of `startIngestThread`, for the first engine that starts. */
  ingest?: Worker | undefined;
};

/** A window that opens with the app shows its first list sooner than this. */
const ANALYSIS_AFTER_MS = 1_000;

export type Listening = { wallUrl: string | null; problem: Message | null };

/** The engine of the desktop app: windows over ports, and browsers when the listener is switched on. */
export interface Desktop {
  /** Resolves when the engine takes in what is new, or with what keeps it from doing so: it is of no use then. */
  ready: Promise<Message | undefined>;
  connect(port: ClosablePort, role: WindowRole): void;
  /** Switches the addresses for browsers. */
  listen(on: boolean): Promise<Listening>;
  /** Every window binds anew. */
  rebind(): void;
  /** Nothing works any more until the process is started again. */
  isBroken(): boolean;
  close(): Promise<void>;
}

export async function startDesktop(
  options: DesktopOptions,
): Promise<{ ok: true; desktop: Desktop } | { ok: false; problem: Message }> {
  const { dataFolder, config, secrets, now, log } = options;
  const ports = new Ports(() => scopesOf(config));
  let front: EngineFront | undefined;
  let waiting: { stop(): void } | undefined;
  let folder = engineFolder(dataFolder, options.demo);

  let early = options.ingest;
  const parts: EngineParts = {
    start(engineOptions) {
      const thread = early;
      early = undefined;
      return startEngine(engineOptions, thread);
    },
    serve(access: EngineAccess) {
      const router = createRouter(access);
      ports.serveBy(router);
      waiting = watchWaiting(access, scopesOf(config), options.onIncidents);
      return (socket, caller) => serveSocket(socket, router, { caller });
    },
  };
  const started = await startSwitchingEngine(
    {
      parts,
      dataFolder,
      settings: { ...engineSettings(options), analysisAfterMs: ANALYSIS_AFTER_MS, readsEarly: true },
      wallUrl: () => front?.wallUrl() ?? null,
      onSwitching() {
        waiting?.stop();
        ports.suspend();
        front?.restartSockets();
      },
      onSwitched(engineFolderNow) {
        folder = engineFolderNow;
        front?.announce(folder);
      },
    },
    options.demo,
  );
  if (!started.ok) return started;
  const { engine } = started;

  async function listen(on: boolean): Promise<Listening> {
    if (!on) {
      await front?.close();
      front = undefined;
      return { wallUrl: null, problem: null };
    }
    if (front === undefined) {
      const opened = await openFront({ dataFolder, config, secrets, engine, now, log });
      if (!opened.ok) return { wallUrl: null, problem: opened.problem };
      front = opened.front;
      front.announce(folder);
    }
    return { wallUrl: front.wallUrl(), problem: null };
  }

  return {
    ok: true,
    desktop: {
      ready: engine.ready,
      connect: (port, role) => ports.add(port, role),
      listen,
      rebind: () => ports.restart(),
      isBroken: () => engine.degraded().some(({ code }) => code === "engine.ingestFailed"),
      async close() {
        waiting?.stop();
        ports.suspend();
        await front?.close();
        await engine.close();
      },
    },
  };
}
