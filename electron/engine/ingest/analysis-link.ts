import type { MessagePort } from "node:worker_threads";
import type { AnalysisStep } from "../../../shared/domain/proposal.ts";
import type { Position } from "../../../shared/domain/position.ts";
import { once } from "../actions/outbox-runner.ts";
import type { WritableDb } from "../store/database.ts";
import { problemOf } from "../store/problem.ts";
import { loadQuarantine, quarantine, readProgress } from "../store/analysis-state.ts";
import { applyStep } from "../store/incidents.ts";
import { decodePosition } from "../store/position.ts";
import type { FromAnalysis, ToAnalysis } from "../analysis/protocol.ts";
import { AnalysisDeaths } from "./analysis-deaths.ts";
import type { WriteQueue } from "./write-queue.ts";

/**
 * The log grows with each transaction, and the analysis takes some hundred entries at once about as fast as a few: so what comes in
 * this time is told of together. Nobody waits for it, because an incident opens seconds after its alert.
 */
const GATHER_MS = 20;
/** Proposals from which on a step takes as long as a transaction should. */
const LARGE_STEP = 25;
/** A portion takes some milliseconds; a thread that has not read one after so long is in an endless loop. */
const STUCK_MS = 60_000;
/** Looked at in so many parts: a machine that slept passes one of them at most. */
const LOOKS = 4;

/** Whether a rule has taken effect, or has let an alert go. */
const isRuled = ({ proposals }: AnalysisStep): boolean =>
  proposals.some(
    ({ proposal }) =>
      proposal.kind === "suppress" ||
      proposal.kind === "release" ||
      (proposal.kind === "join" && proposal.reasons.some(({ code }) => code === "why.rule")),
  );

/** Whether there is something new to see of findings, series and patterns. */
const isObserved = ({ proposals, observations }: AnalysisStep): boolean =>
  (observations?.points.length ?? 0) + (observations?.patterns.length ?? 0) > 0 ||
  proposals.some(({ proposal: { kind } }) => kind === "finding" || kind === "forecast" || kind === "no-forecast");

export type AnalysisLinkParts = {
  db: WritableDb;
  queue: WriteQueue;
  now(): number;
  /** Incidents that opened or changed. */
  onIncidents(ids: readonly string[]): void;
  /** More is due than one log entry may cause. */
  onBehind(): void;
  /** Ends the worker and starts another, which goes on from what is on disk. */
  restart(): void;
  log(line: string): void;
  /** After so long a portion will never be read; 60 s unless told. */
  stuckMs?: number;
};

/**
 * The ingest thread's end of the analysis: tells it that the log has grown and applies what it proposes.
 * An entry that crashes it twice, or at which it dies or stays for ever, is quarantined: logged, counted and skipped.
 */
export class AnalysisLink {
  readonly #parts: AnalysisLinkParts;
  readonly #crashes = new Map<string, number>();
  readonly #deaths = new AnalysisDeaths();
  readonly #watchdog: NodeJS.Timeout;
  #looks = 0;
  #port: MessagePort | undefined;
  #gathering: NodeJS.Timeout | undefined;
  /** Steps that are not applied yet. Once one is, the thread looks into the log by itself. */
  #waiting = 0;
  #quarantined: Position[];
  #appliedUpTo: number;

  constructor(parts: AnalysisLinkParts) {
    this.#parts = parts;
    this.#quarantined = loadQuarantine(parts.db);
    this.#watchdog = setInterval(() => this.#look(), (parts.stuckMs ?? STUCK_MS) / LOOKS).unref();
    this.#appliedUpTo = decodePosition(readProgress(parts.db).position).position;
  }

  get quarantined(): number {
    return this.#quarantined.length;
  }

  /** Number of the last log entry whose outcome is on disk. */
  get appliedUpTo(): number {
    return this.#appliedUpTo;
  }

  /** A worker started, the first or one after a crash. */
  connect(port: MessagePort): void {
    this.#port?.close();
    this.#port = port;
    this.#waiting = 0;
    const single = this.#mourn();
    port.on("message", (message: FromAnalysis) => this.#receive(message, port));
    if (this.#quarantined.length > 0) this.#tell({ kind: "skip", positions: this.#quarantined });
    if (single !== undefined) this.#tell({ kind: "single", upTo: single });
    this.#tell({ kind: "advance" });
  }

  /** The log has grown. */
  advance(): void {
    if (this.#waiting > 0) return;
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#tell({ kind: "advance" });
    }, GATHER_MS);
  }

  close(): void {
    clearInterval(this.#watchdog);
    clearTimeout(this.#gathering);
    this.#disconnect();
  }

  #disconnect(): void {
    this.#deaths.done();
    this.#port?.close();
    this.#port = undefined;
  }

  /** @returns how far to read singly, after a thread that died while it read. */
  #mourn(): Position | undefined {
    const verdict = this.#deaths.died();
    if (verdict === undefined) return undefined;
    this.#parts.log(`the analysis thread died while it read: ${verdict.kind}`);
    if (verdict.kind === "culprit") this.#quarantine(verdict.position, "the analysis thread died at this entry");
    return verdict.kind === "single" ? verdict.upTo : undefined;
  }

  #look(): void {
    this.#looks = this.#deaths.isReading ? this.#looks + 1 : 0;
    if (this.#looks <= LOOKS) return;
    this.#looks = 0;
    this.#parts.log("the analysis thread does not come to an end with what it reads");
    this.#parts.restart();
  }

  #tell(message: ToAnalysis): void {
    this.#port?.postMessage(message);
  }

  #receive(message: FromAnalysis, port: MessagePort): void {
    if (port !== this.#port) return;
    this.#looks = 0;
    if (message.kind === "reading") return this.#deaths.reading(message);
    this.#deaths.done();
    if (message.kind === "step") {
      this.#apply(message.step, port);
      if (message.isBehind) this.#parts.onBehind();
    } else this.#crashed(message.position, message.error);
  }

  #apply(step: AnalysisStep, port: MessagePort): void {
    const { db, queue, now, onIncidents, restart, log } = this.#parts;
    let changed: readonly string[] | undefined;
    this.#waiting += 1;
    queue.add({
      isLarge: step.proposals.length >= LARGE_STEP,
      ...once(
        (draft) => {
          // A worker that is being replaced goes on from what is on disk: its other steps would leave a gap.
          changed = undefined;
          if (port !== this.#port) return;
          draft.flush();
          const applied = applyStep(db, step, now());
          changed = [...applied.opened, ...applied.changed];
          if (isObserved(step)) draft.topics.add("findings");
          if (isRuled(step)) draft.topics.add("rules").add("alerts");
          if (changed.length > 0) draft.topics.add("incidents").add("alerts").add("topology");
        },
        (error) => {
          if (error !== undefined) {
            // Nothing of the step is on disk: the worker starts again from what is.
            // A full disk and the like were told of already; anything else is a fault and shows where it happened.
            if (problemOf(error) === undefined)
              log(
                `a step of the analysis could not be applied: ${error instanceof Error ? error.stack : String(error)}`,
              );
            this.#disconnect();
            return restart();
          }
          if (changed === undefined) return;
          if (port === this.#port) this.#waiting -= 1;
          this.#appliedUpTo = step.upTo.position;
          port.postMessage({ kind: "applied" } satisfies ToAnalysis);
          onIncidents(changed);
        },
      ),
    });
  }

  #crashed(position: Position, error: string): void {
    const { restart, log } = this.#parts;
    const key = `${position.partition}/${position.position}`;
    const times = (this.#crashes.get(key) ?? 0) + 1;
    this.#crashes.set(key, times);
    log(`analysis failed at entry ${key}, time ${times}: ${error}`);
    if (times >= 2) {
      this.#crashes.delete(key);
      this.#quarantine(position, error);
    }
    restart();
  }

  #quarantine(position: Position, error: string): void {
    const { db, queue, now, log } = this.#parts;
    const key = `${position.partition}/${position.position}`;
    log(`entry ${key} is left out of the analysis: ${error}`);
    this.#quarantined = [...this.#quarantined, position];
    const ended = (failure?: unknown) =>
      failure !== undefined && log(`the quarantine of ${key} could not be stored: ${String(failure)}`);
    queue.add(once(() => quarantine(db, position, error, now()), ended));
  }
}
