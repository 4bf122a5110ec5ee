import type { OutboxItem } from "../../../shared/domain/outbox.ts";
import { NOT_ACKNOWLEDGED } from "../../../shared/domain/outbox.ts";
import { writeAcknowledgement } from "../ingest/acknowledgement.ts";
import type { KnownAlert } from "../ingest/alert-index.ts";
import type { Draft } from "../ingest/draft.ts";
import type { Intake } from "../ingest/intake.ts";
import type { Job } from "../ingest/write-queue.ts";
import { findAlertById } from "../store/alerts.ts";
import { appendAudit } from "../store/audit.ts";
import type { WritableDb } from "../store/database.ts";
import { recordHistory } from "../store/incidents.ts";
import { dueItems, findItem, updateItem, type OutboxRow } from "../store/outbox.ts";
import { advanceAcknowledge, advanceUndo, type ActionPort, type Advance } from "./perform.ts";

/** Actions under way at once: a source that is slow to act must not hold up the others for long. */
const MAXIMUM_AT_ONCE = 4;
/** Where a source does not answer, its items wait so long before they are looked at again. */
const SOURCE_DOWN_PAUSE_MS = 2_000;

export type OutboxRunnerParts = {
  db: WritableDb;
  intake: Intake;
  now(): number;
  /** Undefined when the source is gone or cannot act. */
  portOf(sourceId: string): ActionPort | undefined;
  /** False while the source's last answer was a failure: what it knows is then not known here. */
  answers(sourceId: string): boolean;
  add(job: Job): void;
  /** Asks the source for its list, so that the effect shows. */
  poll(sourceId: string): void;
  onError(error: unknown): void;
};

/** Sends what waits in the outbox, and reads back what became of it. */
export class OutboxRunner {
  readonly #parts: OutboxRunnerParts;
  readonly #busy = new Set<string>();

  constructor(parts: OutboxRunnerParts) {
    this.#parts = parts;
  }

  /** Takes up what is due; call it often. */
  run(): void {
    const { db, now, answers, onError } = this.#parts;
    const free = MAXIMUM_AT_ONCE - this.#busy.size;
    if (free <= 0) return;
    for (const item of dueItems(db, now(), MAXIMUM_AT_ONCE + free)) {
      if (this.#busy.size >= MAXIMUM_AT_ONCE) return;
      if (this.#busy.has(item.id)) continue;
      if (!answers(item.sourceId)) {
        this.#postpone(item);
        continue;
      }
      this.#busy.add(item.id);
      void this.#work(item)
        .catch(onError)
        .finally(() => {
          this.#busy.delete(item.id);
          this.run();
        });
    }
  }

  async #work(item: OutboxRow): Promise<void> {
    const advance = await this.#advance(item);
    await this.#write(item, advance);
  }

  async #advance(item: OutboxRow): Promise<Advance> {
    const { db, now, portOf } = this.#parts;
    const port = portOf(item.sourceId);
    if (port === undefined) return { state: "failed", nextAttemptAt: null, outcome: sourceGone(item) };
    if (item.kind !== "undo") return advanceAcknowledge(item, this.#alertOf(item) !== undefined, port, now());
    const undone = item.undoes === null ? undefined : findItem(db, item.undoes);
    return undone?.effectId
      ? advanceUndo(item, undone.effectId, port, now())
      : { state: "confirmed", nextAttemptAt: null };
  }

  #alertOf(item: OutboxRow): KnownAlert | undefined {
    const stored = findAlertById(this.#parts.db, item.alertId);
    return stored && this.#parts.intake.state.alerts.find(stored.scope, stored.fingerprint);
  }

  #postpone(item: OutboxRow): void {
    const { db, now, add } = this.#parts;
    add(
      once(
        () => void updateItem(db, item.id, { nextAttemptAt: now() + SOURCE_DOWN_PAUSE_MS }),
        () => {},
      ),
    );
  }

  #write(item: OutboxRow, advance: Advance): Promise<void> {
    const { add, poll } = this.#parts;
    return new Promise<void>((resolve, reject) => {
      const job = once(
        (draft) => this.#store(item, advance, draft),
        (error) => (error === undefined ? resolve() : reject(error)),
      );
      add(job);
    }).then(() => {
      if (advance.state === "confirmed") poll(item.sourceId);
    });
  }

  #store(item: OutboxRow, advance: Advance, draft: Draft): void {
    const { db, now } = this.#parts;
    const current = findItem(db, item.id);
    // A person may have taken it back while the source was asked; what the source took is then undone by its own item.
    if (current === undefined || (current.state !== "queued" && current.state !== "sent")) return;
    updateItem(db, item.id, { ...advance, updatedAt: now() });
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
    if (advance.state === "undone") return;
    writeAcknowledgement(db, alert, {
      state: advance.state,
      by: item.by,
      at: now(),
      until: advance.until ?? item.until,
    });
  }

  #close(item: OutboxRow, advance: Advance): void {
    const { db, now } = this.#parts;
    if (item.kind === "undo" && advance.state === "confirmed" && item.undoes !== null) {
      updateItem(db, item.undoes, { state: "undone", updatedAt: now() });
    }
    const outcome: "done" | "failed" = advance.state === "confirmed" ? "done" : "failed";
    const detail = {
      state: advance.state,
      effect: advance.effectId ?? null,
      theirs: advance.outcome?.theirs.code ?? null,
    };
    appendAudit(db, { at: now(), by: item.by, scope: item.scope, action: item.kind, target: item.id, outcome, detail });
    if (advance.state === "conflict" && item.incidentId !== null && advance.outcome) {
      recordHistory(db, item.incidentId, { at: now(), kind: "conflict", by: item.by, message: advance.outcome.theirs });
    }
  }
}

const sourceGone = (item: OutboxRow): NonNullable<OutboxItem["outcome"]> => ({
  ours: { code: `outbox.ours.${item.kind}`, params: { by: item.by, createdAt: item.createdAt } },
  theirs: { code: "outbox.theirs.sourceRemoved", params: {} },
});

/** A job of a single step. `ended` gets the error, or nothing when it is on disk. */
export function once(work: (draft: Draft) => void, ended: (error?: unknown) => void): Job {
  return {
    step(draft) {
      work(draft);
      return true;
    },
    committed: () => ended(),
    failed: (error) => ended(error ?? new Error("the transaction was rolled back")),
  };
}
