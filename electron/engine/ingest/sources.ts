import type { Scope } from "../../../shared/domain/scope.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import type { Failure, SourceConfig } from "../../../shared/domain/source.ts";
import type { ActionPort } from "../actions/perform.ts";
import type {
  Connector,
  ConnectorIo,
  Deliver,
  EvidenceRequest,
  EvidenceSeries,
  Polled,
  Result,
} from "../connectors/connector.ts";
import type { Registry } from "../connectors/registry.ts";
import { superviseSource, type Supervised } from "../connectors/supervise.ts";

/** A source that runs. */
type Running = {
  id: string;
  scope: Scope;
  name: string;
  connector: Connector;
  config: unknown;
  io: ConnectorIo;
  abort: AbortController;
  supervision: Supervised;
  failed: boolean;
};

export type SourceEvents = {
  polled(
    source: { id: string; scope: Scope; intervalMs: number },
    polled: Polled,
    receivedAt: number,
    snapshot: number | undefined,
  ): Promise<void>;
  delivered(
    source: { id: string; scope: Scope },
    reports: Parameters<Deliver>[0],
    ignored: Record<string, number>,
    idempotencyKey: string | undefined,
    receivedAt: number,
  ): ReturnType<Deliver>;
  failed(sourceId: string, failure: Failure, nextPollAt: number | null): void;
  heartbeat(sourceId: string, at: number): void;
  listening(sourceId: string, address: string): void;
  cursorOf(sourceId: string): string | undefined;
};

export type SourcesParts = {
  registry: Registry;
  makeIo(signal: AbortSignal): ConnectorIo;
  events: SourceEvents;
  log(line: string): void;
};

/** The sources that run now. One that hangs, lies or floods is its own problem (invariant 8). */
export class Sources {
  readonly #parts: SourcesParts;
  readonly #running = new Map<string, Running>();
  /** Starts and stops of one source come one after the other, in the order in which they were asked for. */
  readonly #turns = new Map<string, Promise<void>>();
  /** Numbers every full list of every run, so that a view of an earlier run is never taken for one of this. */
  #snapshots = 0;

  constructor(parts: SourcesParts) {
    this.#parts = parts;
  }

  /** Starts a source, or restarts it with another configuration. Settings that do not parse are a failure of the source. */
  start(source: SourceConfig): void {
    const { registry, makeIo, events } = this.#parts;
    const parsed = registry.parseSettings(source.kind, source.settings);
    if (!parsed.ok) {
      const message = parsed.problems[0]?.message ?? { code: "failure.setting.kind", params: { kind: source.kind } };
      events.failed(source.id, { kind: "misconfigured", message }, null);
      return;
    }
    const abort = new AbortController();
    const io = makeIo(abort.signal);
    const { connector, config } = parsed;
    const running: Omit<Running, "supervision"> = {
      id: source.id,
      scope: source.scope ?? DEFAULT_SCOPE,
      name: source.name ?? source.id,
      connector,
      config,
      io,
      abort,
      failed: false,
    };
    const supervision = this.#supervise(running);
    this.#running.set(source.id, Object.assign(running, { supervision }));
  }

  /** Ends what runs under this id, then runs `source` in its place, if there is one. */
  replace(id: string, source: SourceConfig | undefined): void {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const turn = before
      .then(() => this.#stop(id))
      .then(() => source && this.start(source))
      .catch((error: unknown) => this.#fault(id, error))
      .finally(() => this.#turns.get(id) === turn && this.#turns.delete(id));
    this.#turns.set(id, turn);
  }

  async #stop(id: string): Promise<void> {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#running.delete(id);
    running.abort.abort();
    await running.supervision.stop();
  }

  async stopAll(): Promise<void> {
    for (const id of this.#running.keys()) this.replace(id, undefined);
    await Promise.all(this.#turns.values());
  }

  has(id: string): boolean {
    return this.#running.has(id);
  }

  nameOf(id: string): string {
    return this.#running.get(id)?.name ?? id;
  }

  canAct(id: string): boolean {
    return this.#running.get(id)?.connector.act !== undefined;
  }

  /** False while the last answer was a failure. */
  answers(id: string): boolean {
    return this.#running.get(id)?.failed === false;
  }

  poll(id: string): boolean {
    const running = this.#running.get(id);
    return running?.supervision.pollNow() ?? false;
  }

  portOf(id: string): ActionPort | undefined {
    const running = this.#running.get(id);
    const act = running?.connector.act;
    if (running === undefined || act === undefined) return undefined;
    const { config, io } = running;
    return {
      find: (request) => act.find(config, request, io),
      acknowledge: (request) => act.acknowledge(config, request, io),
      undo: (effectId) => act.undo(config, effectId, io),
    };
  }

  /** Undefined for a source that has no metrics. */
  evidence(id: string, request: EvidenceRequest): Promise<Result<EvidenceSeries[]>> | undefined {
    const running = this.#running.get(id);
    return running?.connector.evidence?.(running.config, request, running.io);
  }

  #supervise(running: Omit<Running, "supervision">): Supervised {
    const { events } = this.#parts;
    const { id, scope, connector, config, io } = running;
    return superviseSource({
      connector,
      config,
      io,
      cursor: events.cursorOf(id),
      deliver: (reports, ignored = {}, key) => events.delivered({ id, scope }, reports, ignored, key, io.now()),
      watcher: {
        onPolled: (polled, receivedAt) => {
          running.failed = false;
          const snapshot = polled.kind === "snapshot" ? ++this.#snapshots : undefined;
          return events.polled({ id, scope, intervalMs: connector.intervalMs(config) }, polled, receivedAt, snapshot);
        },
        onHeartbeat: (at) => {
          running.failed = false;
          events.heartbeat(id, at);
        },
        onFailed: (failure, nextPollAt) => {
          running.failed = true;
          events.failed(id, failure, nextPollAt);
        },
        // The interval is known; the next poll is written with each poll's own row.
        onScheduled: () => {},
        onListening: (address) => events.listening(id, address),
        onFault: (error) => this.#fault(id, error),
      },
    });
  }

  #fault(id: string, error: unknown): void {
    this.#parts.log(`source ${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
