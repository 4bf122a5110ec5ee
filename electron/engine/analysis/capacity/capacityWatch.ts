import type { FindingId, FindingSeen } from "../../../../shared/domain/finding.ts";
import type { ForecastMade } from "../../../../shared/domain/forecast.ts";
import type { LimitSet, LogEntry, Sample } from "../../../../shared/domain/log.ts";
import type { Position } from "../../../../shared/domain/position.ts";
import type { Proposal } from "../../../../shared/domain/proposal.ts";
import { pack, unpack } from "../findings/packed.ts";
import { Hours } from "./hours.ts";
import { isUnexpected, type LimitedSeries, newSeries, placeIn } from "./limitedSeries.ts";
import { isReached, type Latest, outlookOf } from "./outlook.ts";
import { findingOf, runsOut, withForecast } from "./runsOut.ts";

const MINUTE_MS = 60_000;
/** How often a series is forecast while values come. */
const EVERY_MS = 30 * MINUTE_MS;
/** The first time, and after something unexpected, it is forecast within so long … */
const SOON_MS = 30_000;
/** … but not so soon after the last time. */
const LEAST_APART_MS = 5 * MINUTE_MS;
/** What is so late, as after a sleep, is not made up for at once. */
const LATE_MS = 5 * MINUTE_MS;
const SPREAD_MS = 10 * MINUTE_MS;
/** What scatters about its limit has left it when it was not there for so long, and for so many steps between its values. */
const LEFT_MS = 5 * MINUTE_MS;
const LEFT_STEPS = 2;
/** Of a series that has not come for so long nothing is told any more. Its hours stay until its limit is taken away. */
const SILENT_MS = 2 * 24 * 60 * MINUTE_MS;
/** "Not a problem" holds until the series has not run out for so long. */
const FORGIVEN_MS = 24 * 60 * MINUTE_MS;
/** Hours ahead that later values are held against. */
const HELD_HOURS = 3;

/** What a forecast proposes beside findings. */
export type ForecastProposal = Extract<Proposal, { kind: "forecast" | "no-forecast" }>;
export type CapacityTell = { finding(finding: FindingSeen): void; forecast(proposal: ForecastProposal): void };
/** Says that an entry concerns a series; false when its state is from after that entry. */
type Concern = (seriesId: string) => boolean;

/** A limit as it was set. */
export type LimitedAt = Pick<LimitedSeries, "id" | "scope" | "entityId" | "limit" | "receivedAt">;
/** Of what is encoded. What another version wrote is learned anew. */
const VERSION = 2;

/**
 * When do watched series reach their limits? Each is forecast from the hours that were seen of it, at its own times: what is told of
 * a series depends on its own entries alone, so the same log gives the same forecasts whatever is read at once or read again.
 */
export class CapacityWatch {
  private readonly series = new Map<string, LimitedSeries>();
  private readonly hours = new Map<string, Hours>();
  /** Series that were forecast, fell silent or were forgotten since this was last taken. */
  readonly settled = new Set<string>();

  has(seriesId: string): boolean {
    return this.series.has(seriesId);
  }

  openIds(): FindingId[] {
    return [...this.series.values()].flatMap(({ open }) => (open === null ? [] : [open.id]));
  }

  /** A series has this limit from here on. Below instead of above is another question: what was seen is no answer to it. */
  setLimit({ seriesId, entityId, limit }: LimitSet, { scope, receivedAt }: LogEntry, tell: CapacityTell): void {
    const known = this.series.get(seriesId);
    if (known !== undefined && limit !== null && known.limit.bound === limit.bound) {
      Object.assign(known, { limit, entityId, accepted: false, expected: null, reachedAt: null, touchedAt: null });
      if (known.latest === null) return;
      this.see(known, known.latest, receivedAt);
      return this.hasten(known, receivedAt);
    }
    if (known !== undefined) this.forget(known, tell);
    if (limit !== null) this.begin({ id: seriesId, scope, entityId, limit, receivedAt });
  }

  /** A series with a limit of which nothing is known yet. */
  begin(at: LimitedAt): void {
    this.series.set(at.id, newSeries(at));
    this.hours.set(at.id, new Hours(at.limit.bound));
  }

  /** Takes a value of a series that has a limit, also one from before it was watched. */
  take({ seriesId, entityId, at, value }: Sample, { receivedAt }: LogEntry): void {
    const series = this.series.get(seriesId);
    if (series === undefined) return;
    this.hours.get(seriesId)!.note(at, value);
    series.receivedAt = receivedAt;
    if (at > (series.latest?.at ?? -Infinity)) {
      series.entityId = entityId;
      series.before = series.latest;
      series.latest = { at, value };
      this.see(series, series.latest, receivedAt);
    }
    series.dueAt ??= Math.max(receivedAt + placeIn(SOON_MS, seriesId), (series.madeAt ?? -Infinity) + LEAST_APART_MS);
  }

  /** Makes the forecasts that are due, and takes back what was told of series that have fallen silent. `now`: by the log's clock. */
  passTime(now: number, position: Position, concerns: Concern, tell: CapacityTell): void {
    const waiting = [...this.series.values()].filter(
      (series) => isLost(series, now) || (series.dueAt !== null && now >= series.dueAt),
    );
    for (const series of waiting.sort((one, other) => (one.id < other.id ? -1 : 1))) {
      if (!concerns(series.id)) continue;
      if (isLost(series, now)) this.fallSilent(series, tell);
      else this.due(series, now, position, tell);
    }
  }

  /** An operator says that it is no problem that the series runs out, or takes that back. */
  accept(seriesId: string, isAccepted: boolean, now: number): void {
    const series = this.series.get(seriesId);
    if (series === undefined) return;
    series.accepted = isAccepted;
    series.calmSince = null;
    if (!isAccepted) this.hasten(series, now);
  }

  encode(seriesId: string): Uint8Array | null {
    const series = this.series.get(seriesId);
    return series === undefined ? null : pack({ version: VERSION, series }, this.hours.get(seriesId)!.encode());
  }

  /** @returns false, and changes nothing, for what another version wrote */
  restore(bytes: Uint8Array): boolean {
    const { header, body } = unpack(bytes);
    const { version, series } = header as { version: number; series: LimitedSeries };
    if (version !== VERSION) return false;
    this.series.set(series.id, series);
    this.hours.set(series.id, Hours.restore(body));
    return true;
  }

  /** Notes whether the limit is reached, and has the forecast made anew when the value is not what was forecast. */
  private see(series: LimitedSeries, latest: Latest, now: number): void {
    const before = series.reachedAt;
    if (isReached(series.limit, latest.value)) {
      series.reachedAt ??= latest.at;
      series.touchedAt = latest.at;
    } else if (latest.at - (series.touchedAt ?? -Infinity) >= leftAfter(series)) series.reachedAt = null;
    const turned = (before === null) !== (series.reachedAt === null);
    if (turned || isUnexpected(series, latest)) this.hasten(series, now);
  }

  private hasten(series: LimitedSeries, now: number): void {
    const soon = Math.max(now + placeIn(SOON_MS, series.id), (series.madeAt ?? -Infinity) + LEAST_APART_MS);
    series.dueAt = Math.min(series.dueAt ?? Infinity, soon);
  }

  private due(series: LimitedSeries, now: number, position: Position, tell: CapacityTell): void {
    if (now - series.dueAt! > LATE_MS) {
      series.dueAt = now + placeIn(SPREAD_MS, series.id);
      return;
    }
    const isAsked = series.madeAt === null || series.dueAt! < series.madeAt + EVERY_MS;
    const made = isAsked || series.receivedAt > series.madeAt! ? this.make(series, now) : undefined;
    series.dueAt = made === undefined ? null : now + EVERY_MS;
    if (made === undefined) return;
    series.madeAt = now;
    const { course, stepMs } = made;
    const ahead = { low: course.low.slice(0, HELD_HOURS), high: course.high.slice(0, HELD_HOURS) };
    series.expected = made.knowledge === "unknown" ? null : { from: course.from, stepMs, ...ahead };
    this.settled.add(series.id);
    tell.forecast({ kind: "forecast", forecast: made });
    this.judge(series, made, position, tell);
  }

  private make(
    { id, scope, entityId, limit, latest, before, reachedAt }: LimitedSeries,
    now: number,
  ): ForecastMade | undefined {
    const outlook = latest === null ? undefined : outlookOf(this.hours.get(id)!, limit, { latest, before });
    if (latest === null || outlook === undefined) return undefined;
    const about = { scope, seriesId: id, entityId, limit, reachedAt, madeAt: now };
    return { ...about, value: latest.value, valueAt: latest.at, ...outlook };
  }

  private judge(series: LimitedSeries, made: ForecastMade, position: Position, tell: CapacityTell): void {
    const isShort = runsOut(made, series.open !== null);
    if (isShort) series.calmSince = null;
    else {
      series.calmSince ??= made.madeAt;
      if (made.madeAt - series.calmSince >= FORGIVEN_MS) series.accepted = false;
    }
    if (series.open !== null) {
      const told = withForecast(series.open, made);
      series.open = isShort ? told : null;
      tell.finding(isShort ? told : ended(told));
    } else if (isShort && !series.accepted) {
      series.open = findingOf(made, position);
      tell.finding(series.open);
    }
  }

  /** Its limit is gone, and with it what is known of it. */
  private forget(series: LimitedSeries, tell: CapacityTell): void {
    this.takeBack(series, tell);
    this.series.delete(series.id);
    this.hours.delete(series.id);
  }

  /** Waits for its next value, with the limit and the hours that it has. */
  private fallSilent(series: LimitedSeries, tell: CapacityTell): void {
    this.takeBack(series, tell);
    const none = { open: null, madeAt: null, dueAt: null, expected: null, reachedAt: null, touchedAt: null };
    Object.assign(series, { ...none, calmSince: null });
  }

  private takeBack({ id, scope, open, madeAt }: LimitedSeries, tell: CapacityTell): void {
    if (open !== null) tell.finding(ended(open));
    if (madeAt !== null) tell.forecast({ kind: "no-forecast", scope, seriesId: id });
    this.settled.add(id);
  }
}

const ended = (finding: FindingSeen): FindingSeen => ({ ...finding, endedAt: finding.updatedAt });

/** Whether something is told of a series that has not come for long. */
const isLost = ({ receivedAt, madeAt }: LimitedSeries, now: number): boolean =>
  madeAt !== null && now - receivedAt > SILENT_MS;

/** How long a series has to be away from its limit until it has left it; it is measured as often as its newest values say. */
const leftAfter = ({ latest, before }: LimitedSeries): number =>
  Math.max(LEFT_MS, latest === null || before === null ? 0 : LEFT_STEPS * (latest.at - before.at));
