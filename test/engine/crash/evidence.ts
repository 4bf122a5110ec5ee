import { verifyAudit } from "../../../electron/engine/store/audit.ts";
import type { ReadableDb } from "../../../electron/engine/store/database.ts";
import { readEvents } from "../../../electron/engine/store/event-log.ts";
import type { AlertTransition, LogEntry } from "../../../shared/domain/log.ts";
import { type Position, START } from "../../../shared/domain/position.ts";
import type { SentAlert } from "./alerts.ts";
import { incidentsOf, Replay } from "./replay.ts";
import type { Sender } from "./sender.ts";

type AlertRow = { number: number; state: number; version: number; count: number };
type Counts = { opened: number; resolved: number };

const RESOLVED = 2;
const PAGE = 5_000;

/** What the disk says after a crash, held against what the senders were told. Every mismatch is one sentence. */
export class Evidence {
  readonly #transitions = new Map<number, AlertTransition[]>();
  readonly #changes = new Map<string, number>();
  readonly #replay = new Replay();
  readonly #logged: Counts = { opened: 0, resolved: 0 };
  #upTo: Position = START;

  get entries(): number {
    return this.#upTo.position;
  }

  /** Call within one snapshot of a database whose log is fully correlated. */
  examine(db: ReadableDb, senders: readonly Sender[], changes: ReadonlySet<string>): string[] {
    this.#readOn(db);
    const doubtful = new Set(senders.flatMap(({ inDoubt }) => inDoubt?.items.map(({ alert }) => alert) ?? []));
    const rows = new Map(alertRows(db).map((row) => [row.number, row]));
    const sent = senders.flatMap(({ alerts }) => [...alerts]);
    const wrong = sent.flatMap((alert) => this.#examineAlert(alert, rows.get(alert.number), doubtful.has(alert)));
    const known = new Set(sent.map(({ number }) => number));
    for (const number of rows.keys()) if (!known.has(number)) wrong.push(`alert ${number} was never sent`);
    for (const id of changes) {
      const times = this.#changes.get(id) ?? 0;
      if (times !== 1) wrong.push(`change ${id} was acknowledged and is in the log ${times} times`);
    }
    return [...wrong, ...this.#examineCounts(db), ...this.#examineAudit(db), ...this.#examineIncidents(db)];
  }

  /** The same from the first entry on, by an analysis that starts afresh. */
  examineWhole(db: ReadableDb): string[] {
    const fresh = new Evidence();
    try {
      fresh.#readOn(db);
      return fresh.#examineIncidents(db);
    } finally {
      fresh.close();
    }
  }

  close(): void {
    this.#replay.close();
  }

  #readOn(db: ReadableDb): void {
    for (;;) {
      const entries = readEvents(db, this.#upTo, PAGE);
      if (entries.length === 0) return;
      for (const entry of entries) this.#note(entry);
      this.#replay.read(entries);
    }
  }

  #note({ body, position }: LogEntry): void {
    if (position.position !== this.#upTo.position + 1)
      throw new Error(`entry ${position.position} follows ${this.#upTo.position}`);
    this.#upTo = position;
    if (body.kind === "change") this.#changes.set(body.changeId, (this.#changes.get(body.changeId) ?? 0) + 1);
    if (body.kind !== "alert") return;
    const number = Number(body.labels.number);
    const before = this.#transitions.get(number);
    if (before === undefined) this.#transitions.set(number, [body]);
    else before.push(body);
    if (body.transition === "opened" || body.transition === "resolved") this.#logged[body.transition] += 1;
  }

  #examineAlert(alert: SentAlert, row: AlertRow | undefined, isDoubtful: boolean): string[] {
    const name = `alert ${alert.number}`;
    const logged = this.#transitions.get(alert.number) ?? [];
    const kinds = logged.map(({ transition }) => transition);
    const expected = alert.transitions;
    // What is in doubt may be missing, and a delivery takes an alert one transition further at most.
    const isShort = isDoubtful && kinds.length === expected.length - 1;
    if (kinds.join() !== (isShort ? expected.slice(0, -1) : expected).join())
      return [`${name}: sent ${expected.join()}, logged ${kinds.join()}`];
    if (row === undefined) return kinds.length === 0 ? [] : [`${name} is in the log and has no row`];
    const wrong = logged.flatMap(({ version }, index) =>
      version === index + 1 ? [] : [`${name}: transition ${index + 1} has version ${version}`],
    );
    if (row.version !== kinds.length)
      wrong.push(`${name} has version ${row.version} after ${kinds.length} transitions`);
    if ((row.state === RESOLVED) !== (kinds.at(-1) === "resolved"))
      wrong.push(`${name} has state ${row.state} after ${kinds.at(-1)}`);
    if (isShort) return wrong;
    const most = alert.reports + alert.resent + (isDoubtful ? 1 : 0);
    if (row.count < alert.reports || row.count > most)
      wrong.push(`${name} is counted ${row.count} times, not ${alert.reports} to ${most}`);
    return wrong;
  }

  #examineCounts(db: ReadableDb): string[] {
    const sums = db
      .prepare("SELECT total(opened) AS opened, total(resolved) AS resolved FROM alert_minute")
      .get() as Counts;
    return (["opened", "resolved"] as const).flatMap((what) =>
      sums[what] === this.#logged[what]
        ? []
        : [`${sums[what]} are counted ${what} by minute, ${this.#logged[what]} are in the log`],
    );
  }

  #examineAudit(db: ReadableDb): string[] {
    const { ok, brokenAt } = verifyAudit(db);
    return ok ? [] : [`the audit is broken at ${brokenAt}`];
  }

  #examineIncidents(db: ReadableDb): string[] {
    const stored = incidentsOf(db).map((incident) => JSON.stringify(incident));
    const replayed = this.#replay.incidents().map((incident) => JSON.stringify(incident));
    const [here, there] = [new Set(stored), new Set(replayed)];
    return [
      ...stored.filter((incident) => !there.has(incident)).map((incident) => `only the engine has ${incident}`),
      ...replayed.filter((incident) => !here.has(incident)).map((incident) => `only the replay has ${incident}`),
    ];
  }
}

const alertRows = (db: ReadableDb): AlertRow[] =>
  db
    .prepare(
      `SELECT CAST(labels ->> 'number' AS INTEGER) AS number, state, version, count
       FROM alert JOIN alert_seen ON alert_id = id`,
    )
    .all() as AlertRow[];
