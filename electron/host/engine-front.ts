import type { Message } from "../../shared/domain/message.ts";
import { text } from "../../shared/strings/index.ts";
import type { ConfigFile } from "../engine/config/file-schema.ts";
import { announceInstance } from "../engine/listener/instance.ts";
import { startListener } from "../engine/listener/listener.ts";
import { renderMetrics } from "../engine/listener/metrics.ts";
import { openTokenFile } from "../engine/listener/token-file.ts";
import { createTokens, type Tokens } from "../engine/listener/tokens.ts";
import { WALL_TOKEN } from "../engine/secrets/internal.ts";
import type { SecretStore } from "../engine/secrets/store.ts";
import { deskUrl, wallUrl } from "./addresses.ts";
import { scopesOf } from "./engine-settings.ts";
import { operatorName } from "./operator.ts";
import { projectFile } from "./project-file.ts";
import type { SwitchingEngine } from "./switching-engine.ts";
import { version } from "./version.ts";

/** What the listener needs of an engine. */
export type ServedEngine = Pick<SwitchingEngine, "serve" | "degraded" | "metrics">;

export type FrontOptions = {
  /** Where tokens are kept: the folder of the real data. */
  dataFolder: string;
  config: ConfigFile;
  secrets: SecretStore;
  engine: ServedEngine;
  now(): number;
  log(line: string): void;
};

/** What browsers and the command line on this machine see of an engine. */
export interface EngineFront {
  url: string;
  /** With a one-time token in it, made at each call. */
  deskUrl(): string;
  /** With the read-only token in it. */
  wallUrl(): string;
  /** Tells the command line that the engine works on this folder now. */
  announce(engineFolder: string): void;
  /** Asks every client to come back: the engine behind goes on with another folder. */
  restartSockets(): void;
  close(): Promise<void>;
}

/** Opens the listener of a running engine, or says why it cannot. */
export async function openFront(
  options: FrontOptions,
): Promise<{ ok: true; front: EngineFront } | { ok: false; problem: Message }> {
  const { dataFolder, config, secrets, engine, now, log } = options;
  const { host, port, public: publicUrl } = config.listener;
  const tokens = createTokens(openTokenFile(dataFolder), now);
  const startedAt = now();
  const listening = await startListener({
    host,
    port,
    publicUrl,
    rendererFolder: projectFile("dist/renderer"),
    tokens,
    scopes: () => scopesOf(config),
    serveSocket: (socket, caller) => engine.serve(socket, caller),
    degraded: () => engine.degraded(),
    metrics: (sockets) =>
      renderMetrics(engine.metrics(), {
        version: version(),
        startedAt,
        residentBytes: process.memoryUsage.rss(),
        sockets,
      }),
    now,
    log,
  });
  if (!listening.ok) {
    const params = { host, port: String(port) };
    return { ok: false, problem: { code: `commandLine.listen.${listening.problem.kind}`, params } };
  }
  const { listener } = listening;
  const localToken = tokens.issueLocal(operatorName());
  let forget = (): void => undefined;
  return {
    ok: true,
    front: {
      url: listener.url,
      deskUrl: () => deskUrl(listener.url, tokens.issueStart(operatorName())),
      wallUrl: () => wallUrl(listener.url, wallToken(tokens, secrets)),
      announce(engineFolder) {
        forget();
        forget = announceInstance(engineFolder, {
          pid: process.pid,
          startedAt,
          url: listener.url,
          token: localToken,
        });
      },
      restartSockets: () => listener.restartSockets(),
      async close() {
        forget();
        await listener.close();
      },
    },
  };
}

/** The wall keeps one address from start to start; a revoked token is replaced by a new one. */
function wallToken(tokens: Tokens, secrets: SecretStore): string {
  const kept = secrets.get(WALL_TOKEN);
  if (kept !== undefined && tokens.check(kept) !== undefined) return kept;
  const { token } = tokens.issue({ kind: "wall", name: text("commandLine.wallName") });
  secrets.set(WALL_TOKEN, token);
  return token;
}
