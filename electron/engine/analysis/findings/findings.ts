import type { FindingSeen } from "../../../../shared/domain/finding.ts";
import type { LimitSet, LogEntry, OperatorActed, Sample } from "../../../../shared/domain/log.ts";
import type { Position } from "../../../../shared/domain/position.ts";
import type { Checkpoint, Observations, StateRow } from "../../../../shared/domain/proposal.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import { type CapacityTell, CapacityWatch, type ForecastProposal, type LimitedAt } from "../capacity/capacityWatch.ts";
import { LogWatch } from "./logWatch.ts";
import { MetricWatch } from "./metricWatch.ts";

/** Entries after which a part is written, and how many are in one step: a series is some kilobytes. */
const CHECKPOINT_ENTRIES = 500;
const CHECKPOINTS_A_STEP = 16;
/** The patterns of a scope are up to some megabytes: they rest for so long after they were written, and so much longer for each byte, up to the last. */
const REST_MS = 10 * 60_000;
const REST_MS_A_BYTE = 60_000 / 2 ** 20;
const LONGEST_REST_MS = 2 * 3_600_000;
const SWEEP_STEPS = 1_000;
/** Forecasts write what they know when one is made; a series that only collects values is written after so long. */
const CAPACITY_REST_MS = 60 * 60_000;
/** A forecast comes with as many bytes as so many other proposals. */
const FORECAST_WEIGHT = 4;
const SERIES = "series/";
const CAPACITY = "capacity/";
const LINES = "lines/";
/** The row of the analysis state that says from where to read again after a restart. */
const FROM = "findings/from";
/** Rows of the analysis state, one for each limit: it is told once, and no value tells it again. */
const LIMIT = "findings/limit/";
/** Such a row: what was told at which position. */
type LimitTold = Omit<LimitedAt, "id"> & { position: number };

type Tell = (finding: FindingSeen) => void;
type TellForecast = (proposal: ForecastProposal) => void;
const NOTHING: CapacityTell = { finding: () => {}, forecast: () => {} };

/**
 * Anomalies, log patterns and forecasts, live. Its state is large and moves with every entry, so it is not written with each step as that of
 * the incidents: each series and each scope's patterns are a part that is written now and then, with its position. After a restart
 * the log is read again from the oldest entry that is not in all of them; a part takes no entry that it has had.
 */
export class Findings {
  private metrics = new MetricWatch();
  private readonly capacity = new CapacityWatch();
  private readonly logs = new Map<Scope, LogWatch>();
  /** Parts with entries that are not written yet, by the first of these: the oldest first. */
  private readonly unwritten = new Map<string, Position>();
  /** Position of what each part was restored from. */
  private readonly restoredUpTo = new Map<string, number>();
  /** When (epoch ms) the larger parts were written, and how large they were. */
  private readonly written = new Map<string, { at: number; bytes: number }>();
  /** Findings that had been told of and not ended before the restart, until the next entry. */
  private openBefore: FindingSeen[] = [];
  private checkpoints: Checkpoint[] = [];
  /** Limits that were set since the last step. */
  private readonly limits: StateRow[] = [];
  private from: string | null = null;
  private steps = 0;

  /**
   * Parts of another version are left out, and what they knew is learned anew. `open`: all findings that were told of and have not
   * ended; those that no part knows of after `reread` end with the next entry, also when they are younger than the checkpoint.
   */
  static restore(
    checkpoints: readonly Checkpoint[],
    rows: readonly StateRow[],
    open: readonly FindingSeen[] = [],
  ): Findings {
    const findings = new Findings();
    findings.openBefore = [...open];
    for (const { key, position, state } of checkpoints) {
      if (state === null) continue;
      if (findings.restorePart(key, state)) findings.restoredUpTo.set(key, position.position);
      else findings.checkpoints.push({ key, position, state: null });
    }
    findings.from = rows.find(({ key }) => key === FROM)?.value ?? null;
    for (const { key, value } of rows)
      if (key.startsWith(LIMIT) && value !== null) findings.restoreLimit(key.slice(LIMIT.length), value);
    return findings;
  }

  /** After which entry to read again, up to where analysis had come; undefined when nothing is missing. */
  get rereadAfter(): Position | undefined {
    if (this.from === null) return undefined;
    // Only `step` writes this row.
    const { partition, position } = JSON.parse(this.from) as Position;
    return { partition, position: position - 1 };
  }

  /** Reads entries again that were taken before the restart: nothing new comes of them. */
  reread(entries: readonly LogEntry[]): void {
    for (const entry of entries) this.note(entry, NOTHING);
    this.discard();
  }

  /** How much the next step will have to write, beside proposals. */
  get weight(): number {
    return this.metrics.points.length + FORECAST_WEIGHT * this.capacity.settled.size;
  }

  take(entry: LogEntry, tell: Tell, tellForecast: TellForecast = () => {}): void {
    if (this.openBefore.length > 0) this.endOrphans(tell);
    this.note(entry, { finding: tell, forecast: tellForecast });
  }

  /** Ends the findings of parts that could not be restored or have missed entries: nothing else would ever do so. */
  private endOrphans(tell: Tell): void {
    const known = new Set([...this.metrics.openIds(), ...this.capacity.openIds()]);
    for (const logs of this.logs.values()) for (const id of logs.openIds()) known.add(id);
    for (const finding of this.openBefore.splice(0))
      if (!known.has(finding.id)) tell({ ...finding, endedAt: Math.max(finding.openedAt, finding.updatedAt) });
  }

  private note(entry: LogEntry, told: CapacityTell): void {
    const { body, scope, position, receivedAt } = entry;
    const tell = told.finding;
    switch (body.kind) {
      case "past":
        return this.collect(body.samples, entry);
      case "limit":
        if (this.concerns(CAPACITY + body.seriesId, position)) this.setLimit(body, entry, told);
        return;
      case "samples":
        this.collect(body.samples, entry);
        for (const sample of body.samples)
          if (this.concerns(SERIES + sample.seriesId, position)) this.metrics.take(sample, entry, tell);
        return this.metrics.askMissing(entry, (id) => this.concerns(SERIES + id, position), tell);
      case "lines":
        if (!this.concerns(LINES + scope, position)) return;
        for (const line of body.lines) this.logsOf(scope).take(line, entry, tell);
        return;
      case "tick":
        this.metrics.passTime(receivedAt, (id) => this.concerns(SERIES + id, position), tell);
        for (const [of, logs] of this.logs)
          if (logs.isBehind(receivedAt) && this.concerns(LINES + of, position))
            logs.passTime(receivedAt, position, tell);
        return this.capacity.passTime(receivedAt, position, (id) => this.concerns(CAPACITY + id, position), told);
      case "operator":
        return this.hear(entry, body);
      default:
        return;
    }
  }

  /** What comes with the step that ends at `upTo` (an entry received at `now`). */
  step(upTo: Position, now: number): { observations: Observations; state: StateRow[] } {
    if (++this.steps % SWEEP_STEPS === 0) this.sweep(upTo, now);
    this.write(upTo, now);
    const logs = [...this.logs.values()];
    const observations = {
      points: this.metrics.points.splice(0),
      patterns: logs.flatMap(({ told }) => told.splice(0)),
      gone: logs.flatMap(({ gone }) => gone.splice(0)),
      checkpoints: this.checkpoints,
    };
    this.checkpoints = [];
    const state = this.limits.splice(0);
    const [oldest] = this.unwritten.values();
    const from = oldest === undefined ? null : JSON.stringify(oldest);
    if (from === this.from) return { observations, state };
    this.from = from;
    return { observations, state: [...state, { key: FROM, value: from }] };
  }

  private discard(): void {
    this.metrics.points.length = 0;
    this.limits.length = 0;
    this.capacity.settled.clear();
    for (const { told, gone } of this.logs.values()) told.length = gone.length = 0;
  }

  /** Whether a part has yet to take the entry; then it will have to be written. */
  private concerns(key: string, position: Position): boolean {
    if (position.position <= (this.restoredUpTo.get(key) ?? -1)) return false;
    if (!this.unwritten.has(key)) this.unwritten.set(key, position);
    return true;
  }

  /** Hands forecasts what they learn from. */
  private collect(samples: readonly Sample[], entry: LogEntry): void {
    for (const sample of samples)
      if (this.capacity.has(sample.seriesId) && this.concerns(CAPACITY + sample.seriesId, entry.position))
        this.capacity.take(sample, entry);
  }

  private setLimit(told: LimitSet, entry: LogEntry, tell: CapacityTell): void {
    const { seriesId, entityId, limit } = told;
    this.capacity.setLimit(told, entry, tell);
    const { scope, receivedAt, position } = entry;
    const row: LimitTold | null = limit && { scope, entityId, limit, receivedAt, position: position.position };
    this.limits.push({ key: LIMIT + seriesId, value: row && JSON.stringify(row) });
  }

  private logsOf(scope: Scope): LogWatch {
    let logs = this.logs.get(scope);
    if (logs === undefined) this.logs.set(scope, (logs = new LogWatch(scope)));
    return logs;
  }

  /** A verdict names what it is about as `subject what`. */
  private hear({ scope, position, receivedAt }: LogEntry, { action, text }: OperatorActed): void {
    if (action !== "not-an-anomaly" && action !== "an-anomaly") return;
    const [subject = "", what = ""] = text.split(" ");
    const isAccepted = action === "not-an-anomaly";
    if (what === "runs-out") {
      const isKnown = this.capacity.has(subject) && this.concerns(CAPACITY + subject, position);
      if (isKnown) this.capacity.accept(subject, isAccepted, receivedAt);
      return;
    }
    if (this.metrics.has(subject) && this.concerns(SERIES + subject, position))
      this.metrics.accept(subject, what, isAccepted);
    const logs = this.metrics.has(subject) ? undefined : this.logs.get(scope);
    if (logs !== undefined && this.concerns(LINES + scope, position)) logs.accept(subject, what, isAccepted);
  }

  /** What has just been forecast is written at once: nobody should have to forecast it again after a restart. */
  private write(upTo: Position, now: number): void {
    for (const id of this.capacity.settled) this.writePart(CAPACITY + id, upTo, now);
    this.capacity.settled.clear();
    for (const [key, first] of this.unwritten) {
      if (this.checkpoints.length >= CHECKPOINTS_A_STEP || upTo.position - first.position < CHECKPOINT_ENTRIES) return;
      if (!this.rests(key, now)) this.writePart(key, upTo, now);
    }
  }

  private writePart(key: string, position: Position, now: number): void {
    const state = this.encode(key);
    this.unwritten.delete(key);
    this.checkpoints.push({ key, position, state });
    if (state === null) this.written.delete(key);
    else if (!key.startsWith(SERIES)) this.written.set(key, { at: now, bytes: state.length });
  }

  /** Whether patterns were written too lately for their size, or hours of a series too lately at all. */
  private rests(key: string, now: number): boolean {
    const last = this.written.get(key);
    if (last === undefined) return false;
    const sized = Math.min(LONGEST_REST_MS, REST_MS + last.bytes * REST_MS_A_BYTE);
    return now - last.at < (key.startsWith(CAPACITY) ? CAPACITY_REST_MS : sized);
  }

  private sweep(upTo: Position, now: number): void {
    for (const id of this.metrics.sweep(now)) {
      this.unwritten.delete(SERIES + id);
      this.checkpoints.push({ key: SERIES + id, position: upTo, state: null });
    }
  }

  private encode(key: string): Uint8Array | null {
    if (key.startsWith(SERIES)) return this.metrics.encode(key.slice(SERIES.length));
    if (key.startsWith(CAPACITY)) return this.capacity.encode(key.slice(CAPACITY.length));
    return this.logs.get(key.slice(LINES.length) as Scope)?.encode() ?? null;
  }

  /** A series with a limit of which nothing else could be restored: it begins anew where the limit was set. */
  private restoreLimit(id: string, row: string): void {
    if (this.capacity.has(id)) return;
    // Only `setLimit` writes these rows.
    const { position, ...at } = JSON.parse(row) as LimitTold;
    this.capacity.begin({ ...at, id });
    this.restoredUpTo.set(CAPACITY + id, position);
  }

  private restorePart(key: string, state: Uint8Array): boolean {
    try {
      if (key.startsWith(SERIES)) return this.metrics.restore(state);
      if (key.startsWith(CAPACITY)) return this.capacity.restore(state);
      const scope = key.slice(LINES.length) as Scope;
      this.logs.set(scope, LogWatch.restore(scope, state));
      return true;
    } catch {
      return false; // of another version, or damaged: it is learned anew
    }
  }
}
