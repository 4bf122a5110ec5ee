import type { Message } from "../../shared/domain/message.ts";
import { DEFAULT_SCOPE, type Scope } from "../../shared/domain/scope.ts";
import { text } from "../../shared/strings/index.ts";
import { engineFolder } from "../engine/config/data-folder.ts";
import type { ConfigFile } from "../engine/config/file-schema.ts";
import { announceInstance } from "../engine/listener/instance.ts";
import { startListener, type Listener } from "../engine/listener/listener.ts";
import { renderMetrics } from "../engine/listener/metrics.ts";
import { openTokenFile } from "../engine/listener/token-file.ts";
import { createTokens, type Tokens } from "../engine/listener/tokens.ts";
import { fileSecretStore } from "../engine/secrets/file-store.ts";
import { WALL_TOKEN } from "../engine/secrets/internal.ts";
import { maskKey } from "../engine/secrets/mask-key.ts";
import { resolveSecret } from "../engine/secrets/resolve.ts";
import type { SecretStore } from "../engine/secrets/store.ts";
import { deskUrl, wallUrl } from "./addresses.ts";
import type { EngineParts } from "./engine-parts.ts";
import { operatorName } from "./operator.ts";
import { projectFile } from "./project-file.ts";
import { startSwitchingEngine } from "./switching-engine.ts";
import { version } from "./version.ts";

const BYTES_PER_GIGABYTE = 1024 ** 3;

export type HostOptions = {
  parts: EngineParts;
  dataFolder: string;
  demo: boolean;
  config: ConfigFile;
  environment: Readonly<Record<string, string | undefined>>;
  now(): number;
  log(line: string): void;
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
  const { dataFolder, demo, config, now, log } = options;
  const secrets = fileSecretStore(dataFolder);
  const tokens = createTokens(openTokenFile(dataFolder), now);
  const startedAt = now();
  let listener: Listener | undefined;
  let forget = (): void => undefined;
  const announce = (folder: string): void => {
    forget();
    if (listener !== undefined)
      forget = announceInstance(folder, { pid: process.pid, startedAt, url: listener.url, token: localToken });
  };
  const localToken = tokens.issueLocal(operatorName());
  const wall = (): string | null => (listener === undefined ? null : wallUrl(listener.url, wallToken(tokens, secrets)));

  const started = await startSwitchingEngine(
    {
      parts: options.parts,
      dataFolder,
      settings: {
        sources: config.sources,
        mask: maskKey(secrets),
        resolveSecret: async (reference) =>
          resolveSecret(reference, { environment: options.environment, store: secrets }),
        async storeSecret(name, value) {
          secrets.set(name, value);
          return `keychain:${name}`;
        },
        version: version(),
        retention: {
          days: config.retention.days,
          maximumBytes: Math.round(config.retention.maximumGigabytes * BYTES_PER_GIGABYTE),
        },
        log,
      },
      wallUrl: wall,
      onSwitching: () => listener?.restartSockets(),
      onSwitched: announce,
    },
    demo,
  );
  if (!started.ok) return started;
  const { engine } = started;

  const listening = await startListener({
    host: config.listener.host,
    port: config.listener.port,
    publicUrl: config.listener.public,
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
    await engine.close();
    const { host, port } = config.listener;
    return {
      ok: false,
      problem: { code: `commandLine.listen.${listening.problem.kind}`, params: { host, port: String(port) } },
    };
  }
  listener = listening.listener;
  announce(engineFolder(dataFolder, demo));
  return {
    ok: true,
    host: {
      url: listener.url,
      deskUrl: deskUrl(listener.url, tokens.issueStart(operatorName())),
      wallUrl: wallUrl(listener.url, wallToken(tokens, secrets)),
      async close() {
        forget();
        await listening.listener.close();
        await engine.close();
      },
    },
  };
}

/** Every scope that a source can have. */
const scopesOf = ({ scopes = [], sources }: ConfigFile): Scope[] => [
  ...new Set([DEFAULT_SCOPE, ...scopes, ...sources.flatMap(({ scope }) => (scope === undefined ? [] : [scope]))]),
];

/** The wall keeps one address from start to start; a revoked token is replaced by a new one. */
function wallToken(tokens: Tokens, secrets: SecretStore): string {
  const kept = secrets.get(WALL_TOKEN);
  if (kept !== undefined && tokens.check(kept) !== undefined) return kept;
  const { token } = tokens.issue({ kind: "wall", name: text("commandLine.wallName") });
  secrets.set(WALL_TOKEN, token);
  return token;
}
