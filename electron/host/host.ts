import type { Message } from "../../shared/domain/message.ts";
import { engineFolder } from "../engine/config/data-folder.ts";
import type { ConfigFile } from "../engine/config/file-schema.ts";
import { fileSecretStore } from "../engine/secrets/file-store.ts";
import { openFront, type EngineFront } from "./engine-front.ts";
import type { EngineParts } from "./engine-parts.ts";
import { engineSettings } from "./engine-settings.ts";
import { startSwitchingEngine, type SwitchingEngine } from "./switching-engine.ts";

/** How often it is seen whether the engine still works. */
const LOOK_EVERY_MS = 5000;

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
  close(): Promise<void>;
}

/** The engine with its listener, without a window: what `watchfloor serve` runs. */
export async function startHost(
  options: HostOptions,
): Promise<{ ok: true; host: Host } | { ok: false; problem: Message }> {
  const { parts, dataFolder, demo, config, environment, now, log } = options;
  const secrets = fileSecretStore(dataFolder);
  let front: EngineFront | undefined;

  const started = await startSwitchingEngine(
    {
      parts,
      dataFolder,
      settings: engineSettings({
        dataFolder,
        config,
        secrets,
        keepSecret: async (name, value) => secrets.set(name, value),
        environment,
        log,
      }),
      wallUrl: () => front?.wallUrl() ?? null,
      onSwitching: () => front?.restartSockets(),
      onSwitched: (folder) => front?.announce(folder),
    },
    demo,
  );
  if (!started.ok) return started;
  const { engine } = started;

  const opened = await openFront({ dataFolder, config, secrets, engine, now, log });
  if (!opened.ok) {
    await engine.close();
    return opened;
  }
  front = opened.front;
  const stopLooking = restartWhenBroken(engine, options.lookEveryMs ?? LOOK_EVERY_MS);
  front.announce(engineFolder(dataFolder, demo));
  return {
    ok: true,
    host: {
      url: opened.front.url,
      deskUrl: opened.front.deskUrl(),
      wallUrl: opened.front.wallUrl(),
      async close() {
        stopLooking();
        await opened.front.close();
        await engine.close();
      },
    },
  };
}

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
