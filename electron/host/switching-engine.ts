import type { WebSocket } from "ws";
import type { Message } from "../../shared/domain/message.ts";
import type { Caller } from "../../shared/domain/session.ts";
import { text, textOf } from "../../shared/strings/index.ts";
import type { EngineHandle, EngineOptions, EngineStart } from "../engine/compose.ts";
import { engineFolder } from "../engine/config/data-folder.ts";
import type { EngineMetrics } from "../engine/listener/metrics.ts";
import type { EngineParts } from "./engine-parts.ts";

/** RFC 6455: try again later. */
export const OVERLOADED = 1013;
/** Lets the answer to the call that asked for the switch leave first. */
const SWITCH_AFTER_MS = 100;

export type SwitchingOptions = {
  parts: EngineParts;
  /** The folder of the real data. */
  dataFolder: string;
  settings: Omit<EngineOptions, "dataFolder" | "demo">;
  /** Address of the wall, known once the listener is on. */
  wallUrl(): string | null;
  /** Called before the engine stops: clients must come back, and are turned away until its successor runs. */
  onSwitching(): void;
  /** Called when another engine has taken over. */
  onSwitched(engineFolder: string): void;
};

/** One engine at a time, with the real data or the demo's. */
export interface SwitchingEngine {
  /** Resolves when the first engine works, or with what keeps it from doing so although it answers already. */
  ready: Promise<Message | undefined>;
  serve(socket: WebSocket, caller: Caller): void;
  degraded(): Message[];
  metrics(): EngineMetrics | undefined;
  /** True when the engine works no more and will not by itself. */
  isBroken(): boolean;
  /** Starts the engine anew on the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** What the engine says when its ingest thread is gone. */
const INGEST_FAILED = "engine.ingestFailed";
/** A broken engine may not be able to close itself. */
const CLOSE_WITHIN_MS = 5000;

type Current = { engine: EngineHandle; serve: (socket: WebSocket, caller: Caller) => void };

export async function startSwitchingEngine(
  options: SwitchingOptions,
  demo: boolean,
): Promise<{ ok: true; engine: SwitchingEngine } | { ok: false; problem: Message }> {
  const { parts, dataFolder, settings, wallUrl } = options;
  let current: Current | undefined;
  let problem: Message | undefined;
  let demoNow = demo;
  let switching: Promise<void> = Promise.resolve();

  async function start(withDemo: boolean, readsEarly = false): Promise<EngineStart> {
    const started = await parts.start({
      ...settings,
      readsEarly,
      dataFolder: engineFolder(dataFolder, withDemo),
      demo: withDemo,
      sources: withDemo ? [] : settings.sources,
      rules: withDemo ? [] : (settings.rules ?? []),
    });
    if (!started.ok) {
      problem = started.problem;
      return started;
    }
    const { access } = started.engine;
    const own = { ...access, facts: () => ({ ...access.facts(), wallUrl: wallUrl() }), setDemo: scheduleSwitch };
    current = { engine: started.engine, serve: parts.serve(own) };
    problem = undefined;
    return started;
  }

  function scheduleSwitch(toDemo: boolean): void {
    setTimeout(() => void goOn(toDemo), SWITCH_AFTER_MS);
  }

  /** One switch after the other. */
  function goOn(toDemo: boolean): Promise<void> {
    switching = switching.then(() => switchTo(toDemo));
    return switching;
  }

  async function switchTo(toDemo: boolean): Promise<void> {
    settings.log(text(toDemo ? "commandLine.logToDemo" : "commandLine.logToReal"));
    const before = current;
    current = undefined;
    options.onSwitching();
    if (before !== undefined) await within(CLOSE_WITHIN_MS, before.engine.close());
    await start(toDemo);
    if (problem !== undefined) settings.log(textOf(problem));
    // Better what was there before than nothing.
    if (problem !== undefined && toDemo !== demoNow) await start(demoNow);
    else demoNow = toDemo;
    options.onSwitched(engineFolder(dataFolder, demoNow));
  }

  function degraded(): Message[] {
    if (problem !== undefined) return [problem];
    return current?.engine.problems() ?? [{ code: "commandLine.healthSwitching", params: {} }];
  }

  // A switch waits for the whole engine, because there is one to go back to.
  const first = await start(demo, settings.readsEarly);
  if (!first.ok) return first;
  return {
    ok: true,
    engine: {
      ready: first.engine.ready,
      serve(socket, caller) {
        if (current === undefined) socket.close(OVERLOADED, "engine restarts");
        else current.serve(socket, caller);
      },
      degraded,
      metrics: () => current?.engine.metrics(),
      isBroken: () => problem !== undefined || degraded().some(({ code }) => code === INGEST_FAILED),
      restart: () => goOn(demoNow),
      async close() {
        await switching;
        await current?.engine.close();
        current = undefined;
      },
    },
  };
}

const within = (ms: number, work: Promise<void>): Promise<void> =>
  Promise.race([work, new Promise<void>((resolve) => setTimeout(resolve, ms).unref())]);
