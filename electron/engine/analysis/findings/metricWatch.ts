import type { FindingId, FindingSeen, SeriesPoint } from "../../../../shared/domain/finding.ts";
import type { LogEntry, Sample } from "../../../../shared/domain/log.ts";
import type { ChartPoint } from "../../../../shared/domain/proposal.ts";
import { AnomalyDetector } from "../anomaly/detector.ts";
import type { AnomalyEvidence } from "../anomaly/evidence.ts";
import { type Kind, KINDS } from "../anomaly/kind.ts";
import { findingIdOf } from "./identity.ts";
import { pack, unpack } from "./packed.ts";
import { asBegun, asExpected, draw, evidenceIn, noteOut, type WatchedSeries } from "./watchedSeries.ts";

/**
 * The score from which an anomaly is shown to people. One half is the detector's own threshold, right for one series that somebody looks
 * at. From this on, on ordinary seeded series, a thousand of them give 0 to 25 findings a day, and 170 in their first days where weekends
 * differ (docs/ANALYSIS.md).
 */
const ANOMALOUS = 0.8;
/** A gap is never more surprising than this allows, and is told of once: there the detector's own threshold holds. */
const MISSING = 0.5;
/** So many values in a row as expected end an anomaly. */
const CALM_VALUES = 3;
/** How often the newest value of a lasting anomaly is told. */
const RETOLD_MS = 60_000;
/** A series that has not come for so long is asked for. */
const ASK_MS = 60_000;
/** What has not come for so long has no lasting anomaly, and after the second is forgotten. */
const ENDED_MS = 60 * 60_000;
const FORGOTTEN_MS = 2 * 24 * 60 * 60_000;
const ROOM = 256;

type Tell = (finding: FindingSeen) => void;
/** Says that an entry concerns a series; false when its state is from after that entry. */
type Concern = (seriesId: string) => boolean;

/** Anomalies of all watched series: the detector with what begins and ends a finding. */
export class MetricWatch {
  readonly points: ChartPoint[] = [];
  private readonly detector = new AnomalyDetector(ROOM);
  private readonly series = new Map<string, WatchedSeries>();
  private readonly numbers = new Map<string, number>();
  private readonly bySource = new Map<string, Set<WatchedSeries>>();
  /** Numbers of series that were forgotten. */
  private readonly free: number[] = [];
  private readonly open = new Set<WatchedSeries>();

  /** Takes a value; one that is not newer than the last changes nothing. */
  take(sample: Sample, entry: LogEntry, tell: Tell): void {
    const known = this.series.get(sample.seriesId);
    if (known !== undefined && entry.receivedAt - known.receivedAt > FORGOTTEN_MS) {
      if (known.open !== null) this.end(known, known.lastAt, tell);
      this.forget(known);
    }
    const series = this.series.get(sample.seriesId) ?? this.begin(sample, entry);
    if (sample.at <= series.lastAt) return;
    const number = this.numbers.get(series.id)!;
    const before = this.detector.explain(number);
    this.detector.update(number, sample.at / 1000, sample.value);
    const evidence = asBegun(series.open, asExpected(before, this.detector.explain(number)!));
    Object.assign(series, { lastAt: sample.at, receivedAt: entry.receivedAt, entityId: sample.entityId });
    series.askedAt = Math.max(series.askedAt, sample.at);
    noteOut(series, sample, evidence);
    draw(series, sample, evidence, (point) => this.show(series, point));
    this.judge(series, evidence, sample.at, entry, tell);
  }

  /** Asks the series of a source that tells of others but not of them. */
  askMissing({ sourceId, scope, at, position }: LogEntry, concerns: Concern, tell: Tell): void {
    for (const series of this.bySource.get(sourceId) ?? []) {
      if (series.scope !== scope || at - series.askedAt < ASK_MS || at - series.lastAt > ENDED_MS) continue;
      if (!concerns(series.id)) continue;
      series.askedAt = at;
      const number = this.numbers.get(series.id)!;
      this.detector.update(number, at / 1000, Number.NaN);
      const evidence = this.detector.explain(number)!;
      if (evidence.score >= MISSING && series.open === null) this.begun(series, evidence, at, position, tell);
    }
  }

  /** Ends what nobody tells of any more. */
  passTime(now: number, concerns: Concern, tell: Tell): void {
    for (const series of this.open) {
      if (now - series.receivedAt > ENDED_MS && concerns(series.id)) this.end(series, series.lastAt, tell);
    }
  }

  has(seriesId: string): boolean {
    return this.series.has(seriesId);
  }

  /** An operator says that deviations of this kind are none, or takes that back. */
  accept(seriesId: string, what: string, isAccepted: boolean): void {
    const number = this.numbers.get(seriesId);
    const kind = KINDS.find((each) => each === what);
    if (number === undefined || kind === undefined) return;
    if (isAccepted) this.detector.accept(number, kind);
    else this.detector.withdraw(number, kind);
  }

  /** Forgets what has not come for days, but not with an open finding: that is for a tick to end. @returns their ids */
  sweep(now: number): string[] {
    const old = [...this.series.values()].filter(
      ({ receivedAt, open }) => open === null && now - receivedAt > FORGOTTEN_MS,
    );
    for (const series of old) this.forget(series);
    return old.map(({ id }) => id);
  }

  /** Everything known of a series; null when there is no such series. */
  encode(seriesId: string): Uint8Array | null {
    const series = this.series.get(seriesId);
    return series === undefined ? null : pack(series, this.detector.encode(this.numbers.get(seriesId)!));
  }

  /** @returns false, and changes nothing, when the model is of another version */
  restore(bytes: Uint8Array): boolean {
    const { header, body } = unpack(bytes);
    const series = header as WatchedSeries;
    const number = this.numberFor();
    if (!this.detector.restore(number, body)) {
      this.free.push(number);
      return false;
    }
    this.add(series, number);
    if (series.open !== null) this.open.add(series);
    return true;
  }

  openIds(): FindingId[] {
    return [...this.open].flatMap(({ open }) => (open === null ? [] : [open.id]));
  }

  private begin({ seriesId, entityId }: Sample, { scope, sourceId, receivedAt }: LogEntry): WatchedSeries {
    const times = { lastAt: -Infinity, receivedAt, askedAt: -Infinity };
    const series = {
      id: seriesId,
      scope,
      sourceId,
      entityId,
      ...times,
      outSince: null,
      point: null,
      open: null,
      calm: 0,
    };
    this.add(series, this.numberFor());
    return series;
  }

  private add(series: WatchedSeries, number: number): void {
    this.series.set(series.id, series);
    this.numbers.set(series.id, number);
    const same = this.bySource.get(series.sourceId) ?? new Set();
    this.bySource.set(series.sourceId, same.add(series));
  }

  private numberFor(): number {
    return this.free.pop() ?? this.numbers.size;
  }

  private forget(series: WatchedSeries): void {
    const number = this.numbers.get(series.id)!;
    this.detector.forget(number);
    this.free.push(number);
    this.numbers.delete(series.id);
    this.series.delete(series.id);
    this.bySource.get(series.sourceId)?.delete(series);
    this.open.delete(series);
  }

  private show({ scope, id }: WatchedSeries, point: SeriesPoint): void {
    this.points.push({ ...point, scope, seriesId: id });
  }

  private judge(series: WatchedSeries, evidence: AnomalyEvidence, at: number, entry: LogEntry, tell: Tell): void {
    const { open } = series;
    if (open === null) {
      if (evidence.score >= ANOMALOUS) this.begun(series, evidence, at, entry.position, tell);
      return;
    }
    series.calm = evidence.since === null ? series.calm + 1 : 0;
    if (series.calm >= CALM_VALUES) return this.end(series, at, tell);
    const isWorse = evidence.score > (open.score ?? 0);
    if (isWorse) this.update(series, { ...open, ...evidenceIn(evidence, at), since: open.since }, tell);
    else if (at - open.updatedAt >= RETOLD_MS && evidence.value !== null)
      this.update(series, { ...open, found: evidence.value, updatedAt: at }, tell);
  }

  private begun(
    series: WatchedSeries,
    evidence: AnomalyEvidence,
    at: number,
    position: LogEntry["position"],
    tell: Tell,
  ): void {
    const { id, scope, entityId } = series;
    const what: Kind = evidence.kind ?? "spike-up";
    const subject = { id: findingIdOf(scope, id, what, position), scope, kind: "metric", what, subject: id } as const;
    const rest = { entityId, openedAt: at, endedAt: null, place: null, examples: [], crossing: null };
    series.calm = 0;
    this.open.add(series);
    const found = evidenceIn(evidence, at);
    // What the detector noticed first may be long before: a value left the range when it left the range.
    const since = evidence.value === null ? found.since : (series.outSince ?? at);
    this.update(series, { ...subject, ...rest, ...found, since }, tell);
  }

  private end(series: WatchedSeries, at: number, tell: Tell): void {
    const open = series.open!;
    this.update(series, { ...open, endedAt: Math.max(at, open.openedAt) }, tell);
    series.open = null;
    series.calm = 0;
    this.open.delete(series);
  }

  /** Tells how it stands, with the minute under way, so that the chart shows what is told. */
  private update(series: WatchedSeries, finding: FindingSeen, tell: Tell): void {
    series.open = finding;
    if (series.point !== null) this.show(series, series.point);
    tell(finding);
  }
}
