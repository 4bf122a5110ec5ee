import type { Message } from "../../shared/domain/message.ts";
import { engineFolder } from "../engine/config/data-folder.ts";
import type { ConfigFile } from "../engine/config/file-schema.ts";
import { fileSecretStore } from "../engine/secrets/file-store.ts";
import { openFront, type EngineFront, type ServedEngine } from "./engine-front.ts";
import type { EngineParts } from "./engine-parts.ts";
import { engineSettings } from "./engine-settings.ts";
import { OVERLOADED, startSwitchingEngine, type SwitchingEngine } from "./switching-engine.ts";

/** How often it is seen whether the engine still works. */
const LOOK_EVERY_MS = 5000;
/** A desk that waits for the host shows its first list sooner than this. */
const ANALYSIS_AFTER_MS = 1_000;

export type HostOptions = {
  parts: EngineParts;
  dataFolder: string;
  demo: boolean;
  config: ConfigFile;
  environment: Readonly<Record<string, string | undefined>>;
  now(): number;
  log(line: string): void;
  /** For tests: how often it is seen whether the engine still works. */
  lookEveryMs?: number;
};

export interface Host {
  url: string;
  /** With the one-time token in it. */
  deskUrl: string;
  /** With the read-only token in it. */
  wallUrl: string;
  /** Resolves when the engine takes in what is new, or with what keeps it from doing so: the host is of no use then. */
  ready: Promise<Message | undefined>;
  close(): Promise<void>;
}

/** The engine with its listener, without a window: what `watchfloor serve` runs. */
export async function startHost(
  options: HostOptions,
): Promise<{ ok: true; host: Host } | { ok: false; problem: Message }> {
  const { parts, dataFolder, demo, config, environment, now, log } = options;
  const secrets = fileSecretStore(dataFolder);
  let front: EngineFront | undefined;
  let engine: SwitchingEngine | undefined;

  const starting = startSwitchingEngine(
    {
      parts,
      dataFolder,
      settings: {
        ...engineSettings({
          dataFolder,
          config,
          secrets,
          keepSecret: async (name, value) => secrets.set(name, value),
          environment,
          log,
        }),
        analysisAfterMs: ANALYSIS_AFTER_MS,
        readsEarly: true,
      },
      wallUrl: () => front?.wallUrl() ?? null,
      onSwitching: () => front?.restartSockets(),
      onSwitched: (folder) => front?.announce(folder),
    },
    demo,
  );
  // The listener and the engine's threads need not wait for one another: who comes in between is asked to come back.
  const opened = await openFront({ dataFolder, config, secrets, engine: standIn(() => engine), now, log });
  if (!opened.ok) {
    const started = await starting;
    if (!started.ok) return started;
    await started.engine.close();
    return opened;
  }
  front = opened.front;
  const { url, announce, close } = front;
  // Their tokens are written to disk while the engine's threads load.
  const urls = { deskUrl: front.deskUrl(), wallUrl: front.wallUrl() };
  const started = await starting.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  if (!started.ok) {
    await close();
    return started;
  }
  const running = (engine = started.engine);
  const stopLooking = restartWhenBroken(running, options.lookEveryMs ?? LOOK_EVERY_MS);
  announce(engineFolder(dataFolder, demo));
  return {
    ok: true,
    host: {
      url,
      ...urls,
      ready: running.ready,
      async close() {
        stopLooking();
        await close();
        await running.close();
      },
    },
  };
}

/** The engine as clients see it: one that still starts asks them to come back, as one that is exchanged does. */
const standIn = (engine: () => SwitchingEngine | undefined): ServedEngine => ({
  serve(socket, caller) {
    const running = engine();
    if (running === undefined) socket.close(OVERLOADED, "engine starts");
    else running.serve(socket, caller);
  },
  degraded: () => engine()?.degraded() ?? [{ code: "commandLine.healthSwitching", params: {} }],
  metrics: () => engine()?.metrics(),
});

/** There is nobody else to do it: a headless host brings its engine back by itself. */
function restartWhenBroken(engine: SwitchingEngine, everyMs: number): () => void {
  let restarting = false;
  const look = setInterval(() => {
    if (restarting || !engine.isBroken()) return;
    restarting = true;
    void engine.restart().finally(() => (restarting = false));
  }, everyMs);
  return () => clearInterval(look);
}
