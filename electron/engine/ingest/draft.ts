import type { Topic } from "../../../shared/contract/updates.ts";
import type { NewLogEntry } from "../../../shared/domain/log.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { rankOf, type Severity } from "../../../shared/domain/severity.ts";
import { type AlertSourceRow, countRepeats, putAlertSources } from "../store/alerts.ts";
import type { WritableDb } from "../store/database.ts";
import { LogAppender } from "../store/event-log.ts";
import { encodePosition } from "../store/position.ts";
import { addToMinute, type MinuteCount } from "../store/rollups.ts";
import type { KnownAlert } from "./alert-index.ts";

/** Writes rows that carry the (encoded) position of their log entry. */
type Write = (position: number) => void;

const MINUTE_MS = 60_000;

/**
 * What one transaction will write: log entries with the rows that go with them, repeats, counts per minute.
 * Collected first, so that the log is appended in one go and positions are known before rows are written.
 */
export class Draft {
  readonly #entries: NewLogEntry[] = [];
  /** In order; `entry` is the number of the log entry whose position the rows carry. */
  readonly #writes: { entry: number; write: Write }[] = [];
  readonly #repeated = new Set<KnownAlert>();
  readonly #minutes = new Map<string, MinuteCount>();
  /** What sources say now, in order; written together. */
  readonly #said: AlertSourceRow[] = [];
  readonly topics = new Set<Topic>();
  /** Alerts that ended in this transaction and whose rows do not say so yet. */
  readonly #ended = new Set<string>();
  /** Log entries written so far. */
  entries = 0;
  /** One of the log entries is more than a tick. */
  hasNews = false;
  readonly #db: WritableDb;
  readonly #log: LogAppender;

  constructor(db: WritableDb) {
    this.#db = db;
    this.#log = new LogAppender(db);
  }

  log(entry: NewLogEntry, write?: Write): void {
    this.#entries.push(entry);
    if (entry.body.kind !== "tick") this.hasNews = true;
    if (write) this.#writes.push({ entry: this.#entries.length - 1, write });
  }

  /** Rows that belong to no entry of their own: they carry the position of the last one before them. */
  after(write: Write): void {
    this.#writes.push({ entry: this.#entries.length - 1, write });
  }

  /** An alert has ended and is no longer remembered: whoever meets it again must read its row. */
  ended({ scope, fingerprint }: KnownAlert): void {
    this.#ended.add(`${scope} ${fingerprint}`);
  }

  /** Makes the row of an alert true that may have ended a moment ago. */
  settle(scope: Scope, fingerprint: string): void {
    if (this.#ended.size > 0 && this.#ended.has(`${scope} ${fingerprint}`)) this.write();
  }

  /** What a source says of an alert. To be called from a `Write`, and written with the last of them. */
  say(row: AlertSourceRow): void {
    this.#said.push(row);
  }

  /** Writes what `say` was told, so that what is said of the same views afterwards comes after it. */
  writeSaid(): void {
    if (this.#said.length > 0) putAlertSources(this.#db, this.#said.splice(0));
  }

  repeat(alert: KnownAlert): void {
    alert.repeats += 1;
    this.#repeated.add(alert);
  }

  count(
    what: "opened" | "repeated" | "resolved",
    scope: Scope,
    sourceId: string,
    severity: Severity,
    at: number,
  ): void {
    const minute = Math.floor(at / MINUTE_MS);
    const key = `${scope} ${minute} ${sourceId} ${severity}`;
    let row = this.#minutes.get(key);
    if (row === undefined) {
      row = { scope, minute, sourceId, severity: rankOf(severity), opened: 0, repeated: 0, resolved: 0 };
      this.#minutes.set(key, row);
    }
    row[what] += 1;
  }

  /** Writes what has been collected; the transaction stays open, and what it holds so far can be read on the connection. */
  flush(): void {
    this.write();
    this.#log.save();
    if (this.#repeated.size > 0) this.#flushRepeats();
    if (this.#minutes.size > 0) {
      addToMinute(this.#db, [...this.#minutes.values()]);
      this.#minutes.clear();
    }
  }

  /** Writes entries and the rows that go with them. What only counts waits for `flush`. */
  write(): void {
    this.#ended.clear();
    if (this.#entries.length === 0 && this.#writes.length === 0) return;
    const before = encodePosition(this.#log.head);
    this.entries += this.#entries.length;
    const positions = this.#log.append(this.#entries.splice(0)).map(encodePosition);
    for (const { entry, write } of this.#writes.splice(0)) write(positions[entry] ?? before);
    this.writeSaid();
  }

  #flushRepeats(): void {
    const rows = [];
    for (const alert of this.#repeated) {
      if (alert.repeats > 0) rows.push({ alertId: alert.id, count: alert.repeats, lastSeenAt: alert.lastSeenAt });
      alert.repeats = 0;
    }
    this.#repeated.clear();
    countRepeats(this.#db, rows);
  }
}
