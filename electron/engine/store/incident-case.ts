import type { IncidentEntry } from "../../../shared/domain/incident.ts";
import type { Message } from "../../../shared/domain/message.ts";
import type { Proposal } from "../../../shared/domain/proposal.ts";
import { rankOf, severityOf } from "../../../shared/domain/severity.ts";
import type { WritableDb } from "./database.ts";
import { insertEntry } from "./incident-history.ts";
import { type IncidentHead, saveHead } from "./incident-rows.ts";
import { statement } from "./statements.ts";

type Assessment = Extract<Proposal, { kind: "assess" }>;

/** How long after the start of its latest alert an incident counts as moving. */
export const MOVING_MS = 300_000;
/** Width of a column of the spark line. */
export const SPAN_MS = 150_000;

/**
 * One incident while a step is applied. Its row is read once and written once; joins, assessments and what they changed
 * become at most one history entry of a kind, written before anything of another kind so that the order stays true.
 */
export class IncidentCase {
  readonly head: IncidentHead;
  readonly #db: WritableDb;
  readonly #spans = new Map<number, number>();
  #announced: boolean;
  #joined = 0;
  #left = 0;
  #at: number;
  #position = 0;
  #assessment: Assessment | undefined;
  #severityBefore: number;
  #leadBefore: IncidentHead["lead"];

  constructor(db: WritableDb, head: IncidentHead, isNew: boolean) {
    this.#db = db;
    this.head = head;
    this.#announced = !isNew;
    this.#at = head.changedAt;
    this.#severityBefore = head.severity;
    this.#leadBefore = head.lead;
  }

  /** Time and encoded position of what happens next. */
  touch(at: number, position: number): void {
    this.#at = at;
    this.#position = position;
    this.head.changedAt = Math.max(this.head.changedAt, at);
  }

  /**
   * Counts an alert that joined, at the time when it began to fire: what a source has reported for hours moves nothing when
   * it is first read. `again` when it was a member before and only moves again.
   */
  join(startedAt: number, again: boolean): void {
    const span = Math.floor(startedAt / SPAN_MS);
    this.#spans.set(span, (this.#spans.get(span) ?? 0) + 1);
    this.head.movingUntil = Math.max(this.head.movingUntil ?? 0, startedAt + MOVING_MS);
    if (again) return;
    this.head.alertCount += 1;
    this.#joined += 1;
  }

  /** Counts an alert that moved to another incident. */
  leave(): void {
    this.head.alertCount -= 1;
    this.#left += 1;
  }

  assess(assessment: Assessment): void {
    this.#assessment = assessment;
    this.head.severity = rankOf(assessment.severity);
    this.head.lead = assessment.causes[0]?.entityId ?? null;
  }

  /** Appends an entry of its own, after what was collected. */
  record(kind: IncidentEntry["kind"], message: Message): void {
    this.#collected();
    this.#append(kind, message);
  }

  /** The membership or severity that an operator saw is no longer true. */
  moved(): void {
    this.head.membershipVersion = this.head.version;
  }

  /** Writes what was collected, and the row. */
  save(now: number): void {
    this.#collected();
    if (this.head.movingUntil !== null && this.head.movingUntil <= now) this.head.movingUntil = null;
    this.#saveAssessment();
    this.#saveSpans();
    saveHead(this.#db, this.head);
  }

  #collected(): void {
    const { head } = this;
    if (!this.#announced) {
      this.#append("opened", { code: "history.opened", params: { count: this.#joined } });
      this.moved();
    } else if (this.#joined > 0) {
      this.#append("grew", { code: "history.grew", params: { count: this.#joined, total: head.alertCount } });
      this.moved();
    }
    if (this.#left > 0) {
      this.#append("split", { code: "history.split", params: { count: this.#left, total: head.alertCount } });
      this.moved();
    }
    if (this.#announced && head.severity !== this.#severityBefore) {
      const code = head.severity > this.#severityBefore ? "history.severityRose" : "history.severityFell";
      this.#append("severity", {
        code,
        params: { from: severityOf(this.#severityBefore), to: severityOf(head.severity) },
      });
      this.moved();
    }
    if (head.lead !== this.#leadBefore) this.#append("cause", this.#leadMessage());
    this.#announced = true;
    this.#joined = 0;
    this.#left = 0;
    this.#severityBefore = head.severity;
    this.#leadBefore = head.lead;
  }

  #leadMessage(): Message {
    const lead = this.#assessment?.causes[0];
    if (lead === undefined || lead.entityId === null) return { code: "history.causeUnknown", params: {} };
    const params = { name: lead.entityName ?? lead.entityId, probabilityShare: lead.probability };
    return { code: this.#leadBefore === null ? "history.cause" : "history.causeChanged", params };
  }

  #append(kind: IncidentEntry["kind"], message: Message): void {
    this.head.version += 1;
    insertEntry(this.#db, this.head.id, this.head.version, { at: this.#at, kind, by: null, message }, this.#position);
  }

  #saveAssessment(): void {
    if (this.#assessment === undefined) return;
    const { headline, causes, changes, grouping, model } = this.#assessment;
    statement(
      this.#db,
      "UPDATE incident SET headline = ?, causes = ?, changes = ?, grouping = ?, model = ? WHERE id = ?",
    ).run(
      JSON.stringify(headline),
      JSON.stringify(causes),
      JSON.stringify(changes),
      JSON.stringify(grouping),
      model,
      this.head.id,
    );
    this.#assessment = undefined;
  }

  #saveSpans(): void {
    const add = statement(
      this.#db,
      `INSERT INTO incident_rate (incident_id, span, joined) VALUES (?, ?, ?)
       ON CONFLICT (incident_id, span) DO UPDATE SET joined = joined + excluded.joined`,
    );
    for (const [span, joined] of this.#spans) add.run(this.head.id, span, joined);
    this.#spans.clear();
  }
}
