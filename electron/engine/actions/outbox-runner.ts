import { NOT_ACKNOWLEDGED } from "../../../shared/domain/outbox.ts";
import { writeAcknowledgement } from "../ingest/acknowledgement.ts";
import { maskMessage } from "../ingest/mask-failure.ts";
import type { KnownAlert } from "../ingest/alert-index.ts";
import type { Draft } from "../ingest/draft.ts";
import type { Intake } from "../ingest/intake.ts";
import type { Job } from "../ingest/write-queue.ts";
import { findAlertById } from "../store/alerts.ts";
import { appendAudit } from "../store/audit.ts";
import type { WritableDb } from "../store/database.ts";
import { findIncidentHead, recordHistory } from "../store/incidents.ts";
import { dueItems, findItem, overdueItems, sourcesWithDue, updateItem, type OutboxRow } from "../store/outbox.ts";
import {
  advanceAcknowledge,
  advanceUndo,
  overdue,
  sourceGone,
  TAKEN_BACK,
  type ActionPort,
  type Advance,
} from "./perform.ts";
import { showStanding } from "./standing.ts";

/** Actions under way at once at one source: one that is slow to act holds up nobody else. */
const MAXIMUM_AT_ONCE = 4;
/** An item whose step failed for a reason of ours rests so long. */
const REST_MS = 10_000;

/**
 * How a source stands. `silent`: its last answer was a failure, or it is only just starting, so its items wait.
 * `gone`: it was removed or switched off.
 */
export type Standing = "answers" | "silent" | "gone";

export type OutboxRunnerParts = {
  db: WritableDb;
  intake: Intake;
  now(): number;
  /** Undefined when the source cannot act. */
  portOf(sourceId: string): ActionPort | undefined;
  standingOf(sourceId: string): Standing;
  add(job: Job): void;
  /** Asks the source for its list, so that the effect shows. */
  poll(sourceId: string): void;
  /** What a source says of a conflict or a failure may hold anything. */
  mask(text: string): string;
  onError(error: unknown): void;
};

/** Sends what waits in the outbox, and reads back what became of it. */
export class OutboxRunner {
  readonly #parts: OutboxRunnerParts;
  /** Items under way, by id. */
  readonly #busy = new Map<string, OutboxRow>();
  /** Items that rest, by id, and until when. */
  readonly #resting = new Map<string, number>();
  #closed = false;

  constructor(parts: OutboxRunnerParts) {
    this.#parts = parts;
  }

  /** Takes up what is due; call it often. */
  run(): void {
    if (this.#closed) return;
    const now = this.#parts.now();
    for (const [id, until] of this.#resting) if (until <= now) this.#resting.delete(id);
    for (const sourceId of sourcesWithDue(this.#parts.db, now)) this.#runSource(sourceId, now);
  }

  /** Takes up nothing more. What is under way is found again at the next start. */
  close(): void {
    this.#closed = true;
  }

  #runSource(sourceId: string, now: number): void {
    const { db, standingOf, onError } = this.#parts;
    const standing = standingOf(sourceId);
    const wanted = MAXIMUM_AT_ONCE + this.#busy.size + this.#resting.size;
    const items = standing === "silent" ? overdueItems(db, sourceId, now, wanted) : dueItems(db, sourceId, now, wanted);
    for (const item of items) {
      if (this.#underWay(sourceId) >= MAXIMUM_AT_ONCE) return;
      if (this.#busy.has(item.id) || this.#resting.has(item.id)) continue;
      // What is being sent is taken back once it is known what the source did with it.
      if (item.undoes !== null && this.#busy.has(item.undoes)) continue;
      this.#busy.set(item.id, item);
      void this.#work(item, standing)
        .catch((error: unknown) => {
          this.#resting.set(item.id, this.#parts.now() + REST_MS);
          onError(error);
        })
        .finally(() => {
          this.#busy.delete(item.id);
          this.run();
        });
    }
  }

  #underWay(sourceId: string): number {
    let count = 0;
    for (const item of this.#busy.values()) if (item.sourceId === sourceId) count += 1;
    return count;
  }

  async #work(item: OutboxRow, standing: Standing): Promise<void> {
    if (standing === "silent") return this.#write(item, overdue(item, this.#parts.now()));
    if (standing === "gone") return this.#write(item, sourceGone(item));
    if (!(await this.#begin(item))) return;
    await this.#write(item, await this.#advance(item));
  }

  /**
   * Notes, before the source hears of an item for the first time, that it may know it: whoever takes the item back from
   * here on has to ask the source, also after a crash. False when it was taken back just before.
   */
  async #begin(item: OutboxRow): Promise<boolean> {
    if (item.kind === "undo" || item.state !== "queued" || item.attempts > 0) return true;
    const { db } = this.#parts;
    let begun = false;
    await this.#inTransaction(() => {
      begun = findItem(db, item.id)?.state === "queued";
      if (begun) updateItem(db, item.id, { attempts: 1 });
    });
    return begun;
  }

  async #advance(item: OutboxRow): Promise<Advance> {
    const { db, now, portOf } = this.#parts;
    const port = portOf(item.sourceId);
    if (port === undefined) return sourceGone(item);
    if (item.kind !== "undo") return advanceAcknowledge(item, this.#holds(item), port, now());
    const undone = item.undoes === null ? undefined : findItem(db, item.undoes);
    return undone === undefined ? TAKEN_BACK : advanceUndo(item, undone, port, now());
  }

  /** False when the alert has ended, also when it has begun anew since: nobody has seen that life of it. */
  #holds(item: OutboxRow): boolean {
    const alert = this.#alertOf(item);
    return alert !== undefined && alert.acknowledgement.state !== "none";
  }

  #alertOf(item: OutboxRow): KnownAlert | undefined {
    const stored = findAlertById(this.#parts.db, item.alertId);
    return stored && this.#parts.intake.state.alerts.find(stored.scope, stored.fingerprint);
  }

  async #write(item: OutboxRow, advance: Advance): Promise<void> {
    await this.#inTransaction((draft) => this.#store(item, masked(advance, this.#parts.mask), draft));
    if (advance.state === "confirmed") this.#parts.poll(item.sourceId);
  }

  #inTransaction(work: (draft: Draft) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#parts.add(once(work, (error) => (error === undefined ? resolve() : reject(error))));
    });
  }

  #store(item: OutboxRow, advance: Advance, draft: Draft): void {
    const { db, now } = this.#parts;
    const current = findItem(db, item.id);
    if (current === undefined || !isWaiting(current)) return;
    // A person may be taking it back while the source was asked: it is then not gone on with, but what is known is kept.
    const held = current.nextAttemptAt === null ? { nextAttemptAt: null } : {};
    updateItem(db, item.id, { ...advance, ...held, updatedAt: now() });
    const alert = this.#alertOf(item);
    if (alert) this.#show(item, advance, alert);
    if (advance.state === "confirmed" || advance.state === "conflict" || advance.state === "failed")
      this.#close(item, advance);
    draft.topics.add("outbox").add("alerts").add("incidents").add("audit");
  }

  /** Where the alert's acknowledgement stands after this step. */
  #show(item: OutboxRow, advance: Advance, alert: KnownAlert): void {
    const { db, now } = this.#parts;
    if (item.kind === "undo") {
      if (advance.state === "confirmed") writeAcknowledgement(db, alert, NOT_ACKNOWLEDGED);
      return;
    }
    showStanding(db, alert, item, now());
  }

  #close(item: OutboxRow, advance: Advance): void {
    const { db, now } = this.#parts;
    if (item.undoes !== null) this.#closeUndone(item.undoes, advance.state === "confirmed");
    const outcome: "done" | "failed" = advance.state === "confirmed" ? "done" : "failed";
    const detail = {
      state: advance.state,
      effect: advance.effectId ?? null,
      theirs: advance.outcome?.theirs.code ?? null,
    };
    appendAudit(db, { at: now(), by: item.by, scope: item.scope, action: item.kind, target: item.id, outcome, detail });
    // Retention may have removed an incident that ended while this waited.
    const incident = item.incidentId === null ? undefined : findIncidentHead(db, item.incidentId);
    if (advance.state === "conflict" && incident !== undefined && advance.outcome) {
      recordHistory(db, incident.id, { at: now(), kind: "conflict", by: item.by, message: advance.outcome.theirs });
    }
  }

  /** What could not be taken back goes on. */
  #closeUndone(id: string, takenBack: boolean): void {
    const { db, now } = this.#parts;
    const undone = findItem(db, id);
    if (takenBack && undone !== undefined)
      updateItem(db, id, { state: "undone", nextAttemptAt: null, updatedAt: now() });
    else if (undone !== undefined && isWaiting(undone)) updateItem(db, id, { nextAttemptAt: now() });
  }
}

const isWaiting = ({ state }: OutboxRow): boolean => state === "queued" || state === "sent";

function masked(advance: Advance, mask: (text: string) => string): Advance {
  const { outcome } = advance;
  if (!outcome) return advance;
  return { ...advance, outcome: { ours: outcome.ours, theirs: maskMessage(outcome.theirs, mask) } };
}

/** A job of a single step. `ended` gets the error, or nothing when it is on disk. */
export function once(work: (draft: Draft) => void, ended: (error?: unknown) => void): Job {
  return {
    step(draft) {
      work(draft);
      return true;
    },
    rewind: () => {},
    committed: () => ended(),
    failed: (error) => ended(error ?? new Error("the transaction was rolled back")),
  };
}
