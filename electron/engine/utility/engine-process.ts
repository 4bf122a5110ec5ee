import { existsSync } from "node:fs";
import type { Worker } from "node:worker_threads";
import type {
  EngineArguments,
  FromEngineProcess,
  SecretPlace,
  ToEngineProcess,
} from "../../../shared/contract/shell.ts";
import type { Message } from "../../../shared/domain/message.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { knownKinds } from "../../host/known-kinds.ts";
import { prepareFolder } from "../../host/prepare-folder.ts";
import type { MessagePortLike } from "../api/serve-port.ts";
import { defaultConfigFile, defaultDataFolder, engineFolder } from "../config/data-folder.ts";
import { type ConfigFile, defaultConfig } from "../config/file-schema.ts";
import { describeProblem } from "../config/problem.ts";
import { readConfig } from "../config/read.ts";
import { fileSecretStore } from "../secrets/file-store.ts";
import type { SecretStore } from "../secrets/store.ts";
import { type Desktop, startDesktop } from "./desktop.ts";
import { keptSecrets } from "./kept-secrets.ts";
import type { ClosablePort } from "./ports.ts";

/** How often it is seen whether the engine still works. */
const LOOK_EVERY_MS = 5000;

export type Surroundings = {
  tell(message: FromEngineProcess): void;
  exit(code: number): void;
  environment: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  now(): number;
  log(line: string): void;
  /** Of `startIngestThread`: it loads its code while the rest is read and prepared. */
  ingest?: Worker;
};

type Secrets = { store: SecretStore; keep(name: string, value: string): Promise<void> };

/** The engine process as its parent sees it: messages in, messages out. They are worked through one after the other. */
export class EngineProcess {
  readonly #around: Surroundings;
  readonly #waitingForKept = new Map<number, (problem: string | null) => void>();
  #queue: Promise<void> = Promise.resolve();
  #desktop: Desktop | undefined;
  #nextKept = 0;
  #look: NodeJS.Timeout | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  receive(message: ToEngineProcess, ports: readonly MessagePortLike[]): void {
    // The answer to a question of ours must not wait behind what asked it.
    if (message.kind === "secrets-kept") return this.#waitingForKept.get(message.id)?.(message.problem);
    this.#afterwards(() => this.#handle(message, ports));
  }

  #afterwards(work: () => Promise<void> | void): void {
    this.#queue = this.#queue.then(work).catch((error: unknown) => this.#fail(error));
  }

  async #handle(message: Exclude<ToEngineProcess, { kind: "secrets-kept" }>, ports: readonly MessagePortLike[]) {
    switch (message.kind) {
      case "start":
        return this.#start(message.arguments, message.secrets, message.listen);
      case "window":
        return this.#connect(ports as readonly ClosablePort[], message.role);
      case "listen":
        return this.#listen(message.on);
      case "woke":
        return this.#desktop?.rebind();
      case "close":
        clearInterval(this.#look);
        await this.#desktop?.close();
        this.#around.tell({ kind: "closed" });
    }
  }

  async #start(given: EngineArguments, place: SecretPlace, listen: boolean): Promise<void> {
    const { environment, platform, now, log, tell, ingest } = this.#around;
    const dataFolder = given.dataFolder ?? defaultDataFolder(environment, platform);
    const read = configFor(given.configFile, dataFolder);
    if (!read.ok) return this.#refuse(read.problem);
    const prepared = prepareFolder(engineFolder(dataFolder, given.demo), dataFolder, now());
    if (prepared.kind === "taken") {
      const pid = String(prepared.pid ?? text("common.unknown"));
      return this.#refuse({ code: "shell.folderTaken", params: { folder: dataFolder, pid } });
    }
    if (prepared.kind === "unusable") return this.#refuse(prepared.problem);
    const secrets = this.#secrets(place, dataFolder);
    const started = await startDesktop({
      dataFolder,
      demo: given.demo,
      config: read.config,
      secrets: secrets.store,
      keepSecret: (name, value) => secrets.keep(name, value),
      environment,
      now,
      log,
      onIncidents: (waiting, count) => tell({ kind: "incidents", waiting, count }),
      ingest,
    });
    if (!started.ok) return this.#refuse(started.problem);
    this.#desktop = started.desktop;
    this.#look = setInterval(() => started.desktop.isBroken() && this.#around.exit(1), LOOK_EVERY_MS);
    tell({ kind: "running" });
    const giveUp = (problem: Message) => this.#afterwards(() => this.#giveUp(problem));
    void started.desktop.ready.then((problem) => problem !== undefined && giveUp(problem));
    if (listen) await this.#listen(true);
  }

  /** Windows saw what is stored while the engine started, which came to nothing. */
  async #giveUp(problem: Message): Promise<void> {
    clearInterval(this.#look);
    const desktop = this.#desktop;
    this.#desktop = undefined;
    this.#refuse(problem);
    await desktop?.close();
  }

  #refuse(problem: Message): void {
    this.#around.log(textOf(problem));
    this.#around.tell({ kind: "refused", problem });
  }

  #connect([port]: readonly ClosablePort[], role: "desk" | "wall"): void {
    if (port === undefined) throw new Error("a window came without a port");
    if (this.#desktop === undefined) port.close();
    else this.#desktop.connect(port, role);
  }

  async #listen(on: boolean): Promise<void> {
    if (this.#desktop === undefined) return;
    const { wallUrl, problem } = await this.#desktop.listen(on);
    if (problem !== null) this.#around.log(textOf(problem));
    this.#around.tell({ kind: "listening", wallUrl, problem });
  }

  #secrets(place: SecretPlace, dataFolder: string): Secrets {
    const file = fileSecretStore(dataFolder);
    if (place.kind === "file") return { store: file, keep: async (name, value) => file.set(name, value) };
    const kept = keptSecrets(place.values, file, (values) => this.#keep(values));
    return {
      store: kept,
      keep(name, value) {
        kept.set(name, value);
        return kept.settled();
      },
    };
  }

  #keep(values: Record<string, string>): Promise<void> {
    const id = this.#nextKept++;
    return new Promise((resolve, reject) => {
      this.#waitingForKept.set(id, (problem) => {
        this.#waitingForKept.delete(id);
        if (problem === null) return resolve();
        this.#around.log(text("shell.logSecretsNotKept", { reason: problem }));
        reject(new Error(problem));
      });
      this.#around.tell({ kind: "keep-secrets", id, values });
    });
  }

  /** What nobody expected ends the process; the shell starts another. */
  #fail(error: unknown): void {
    this.#around.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    this.#around.exit(1);
  }
}

type ReadConfig = { ok: true; config: ConfigFile } | { ok: false; problem: Message };

/** The named file, else the one in the data folder, else the defaults. */
function configFor(named: string | null, dataFolder: string): ReadConfig {
  const file = named ?? defaultConfigFile(dataFolder);
  if (named === null && !existsSync(file)) return { ok: true, config: defaultConfig() };
  const parsed = readConfig(file, file, knownKinds());
  if (parsed.ok) return { ok: true, config: parsed.config };
  const problems = parsed.problems.map(describeProblem).join("\n");
  return { ok: false, problem: { code: "shell.configProblems", params: { problems } } };
}
