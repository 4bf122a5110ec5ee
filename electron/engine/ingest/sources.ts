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
  snapshots: number;
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
      snapshots: 0,
      failed: false,
    };
    const supervision = this.#supervise(running);
    this.#running.set(source.id, Object.assign(running, { supervision }));
  }

  async stop(id: string): Promise<void> {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#running.delete(id);
    running.abort.abort();
    await running.supervision.stop();
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((id) => this.stop(id)));
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
    const { events, log } = this.#parts;
    const { id, scope, connector, config, io } = running;
    return superviseSource({
      connector,
      config,
      io,
      cursor: events.cursorOf(id),
      deliver: (reports, ignored = {}) => events.delivered({ id, scope }, reports, ignored, io.now()),
      watcher: {
        onPolled: (polled, receivedAt) => {
          running.failed = false;
          const snapshot = polled.kind === "snapshot" ? ++running.snapshots : undefined;
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
        onFault: (error) =>
          log(`source ${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
      },
    });
  }
}
