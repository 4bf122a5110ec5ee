import { DEFAULT_SCOPE, type Scope } from "../../shared/domain/scope.ts";
import type { EngineOptions } from "../engine/compose.ts";
import type { ConfigFile } from "../engine/config/file-schema.ts";
import { maskKey } from "../engine/secrets/mask-key.ts";
import { resolveSecret } from "../engine/secrets/resolve.ts";
import type { SecretStore } from "../engine/secrets/store.ts";
import { version } from "./version.ts";

const BYTES_PER_GIGABYTE = 1024 ** 3;

export type EngineSettings = Omit<EngineOptions, "dataFolder" | "demo">;

type Given = {
  /** Where tokens and secrets are kept: the folder of the real data. */
  dataFolder: string;
  config: ConfigFile;
  secrets: SecretStore;
  /** Keeps a secret and resolves when it is safe. */
  keepSecret(name: string, value: string): Promise<void>;
  environment: Readonly<Record<string, string | undefined>>;
  log(line: string): void;
};

/** What an engine is given by its host, whichever folder it works on. */
export const engineSettings = ({
  dataFolder,
  config,
  secrets,
  keepSecret,
  environment,
  log,
}: Given): EngineSettings => ({
  sources: config.sources,
  rules: config.rules,
  mask: maskKey(secrets),
  resolveSecret: async (reference) => resolveSecret(reference, { environment, store: secrets, dataFolder }),
  async storeSecret(name, value) {
    await keepSecret(name, value);
    return `keychain:${name}`;
  },
  removeSecret: async (name) => void secrets.remove(name),
  version: version(),
  retention: {
    days: config.retention.days,
    maximumBytes: Math.round(config.retention.maximumGigabytes * BYTES_PER_GIGABYTE),
    topologyDays: config.retention.topologyDays,
  },
  log,
});

/** Every scope that a source can have. */
export const scopesOf = ({ scopes = [], sources, rules }: ConfigFile): Scope[] => [
  ...new Set([
    DEFAULT_SCOPE,
    ...scopes,
    ...rules.map(({ scope }) => scope),
    ...sources.flatMap(({ scope }) => (scope === undefined ? [] : [scope])),
  ]),
];
