import type { EntityId } from "../../shared/domain/entity.ts";
import type { FindingSeen } from "../../shared/domain/finding.ts";
import type { ForecastMade } from "../../shared/domain/forecast.ts";
import type { LogBody, LogEntry } from "../../shared/domain/log.ts";
import { START } from "../../shared/domain/position.ts";
import type { Checkpoint, Proposal } from "../../shared/domain/proposal.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";
import type { SeriesLimit } from "../../shared/domain/seriesLimit.ts";
import { Analysis } from "../../electron/engine/analysis/index.ts";
import { SavedState } from "./analysis.ts";
import { BEGIN } from "./findings.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const NINETY: SeriesLimit = { bound: "upper", value: 90 };
const DISK = "e-disk" as EntityId;

/** A log of its own that is written entry by entry. */
export class CapacityLog {
  readonly entries: LogEntry[] = [];

  add(at: number, body: LogBody): this {
    const position = { partition: 0, position: this.entries.length + 1 };
    this.entries.push({ position, scope: DEFAULT_SCOPE, sourceId: "metrics", at, receivedAt: at, body });
    return this;
  }

  limit(at: number, limit: SeriesLimit | null, seriesId = "m0"): this {
    return this.add(at, { kind: "limit", seriesId, entityId: DISK, limit });
  }

  /** Values of an hour each from before `until`, told at that moment. */
  past(until: number, hours: number, value: (hour: number) => number, seriesId = "m0"): this {
    const samples = Array.from({ length: hours }, (_, hour) => ({
      ...{ seriesId, entityId: DISK },
      ...{ at: until - (hours - hour) * HOUR + HOUR / 2, value: value(hour - hours) },
    }));
    return this.add(until, { kind: "past", samples });
  }

  /** A value of every series each `stepMs` from `from` to `to`, with a tick after each. */
  live(from: number, to: number, values: readonly ((at: number) => number | null)[], stepMs = 60_000): this {
    for (let at = from; at < to; at += stepMs) {
      const samples = values.flatMap((valueAt, index) => {
        const value = valueAt(at);
        return value === null ? [] : [{ seriesId: `m${index}`, entityId: DISK, at, value }];
      });
      if (samples.length > 0) this.add(at, { kind: "samples", samples });
      this.add(at + 1_000, { kind: "tick" });
    }
    return this;
  }

  verdict(at: number, finding: FindingSeen, isAnomaly = false): this {
    const action = isAnomaly ? "an-anomaly" : "not-an-anomaly";
    return this.add(at, {
      ...{ kind: "operator", action, by: "ada" },
      ...{ subject: finding.id, text: `${finding.subject} ${finding.what}` },
    });
  }
}

/** What the disk holds, per cent: it fills by so much an hour and is at `level` at the begin. */
export const filling =
  (level: number, anHour: number, scatter: (hour: number) => number = () => 0) =>
  (at: number): number =>
    level + ((at - BEGIN) / HOUR) * anHour + scatter(Math.floor(at / HOUR));

/** A disk that fills within ten hours, as analysis tells of it. */
export const aForecast = (more: Partial<ForecastMade> = {}): ForecastMade => ({
  ...{ scope: DEFAULT_SCOPE, seriesId: "m1", entityId: DISK, limit: NINETY, knowledge: "enough", probability: 0.8 },
  ...{ earlyAt: BEGIN + 6 * HOUR, likelyAt: BEGIN + 9 * HOUR, lateAt: BEGIN + 15 * HOUR, reachedAt: null },
  ...{ madeAt: BEGIN, value: 85.5, valueAt: BEGIN, stepMs: HOUR, horizonMs: 2 * HOUR, historyMs: 14 * DAY, trend: 12 },
  ...{ seasonsMs: [DAY], methods: [{ method: "slope", share: 1 }], history: [84.5, null, 85.5] },
  course: { from: BEGIN, point: [86, 86.5], low: [85, 85], high: [87, 88] },
  ...more,
});

type Told = {
  findings: FindingSeen[];
  forecasts: ForecastMade[];
  gone: string[];
  all: Proposal[];
  rows: string[];
  checkpoints: string[];
};

/** What is told of capacity when a log is read in batches of the sizes given in turn, going on from what is stored after some of them. */
export function tellCapacity(
  { entries }: Pick<CapacityLog, "entries">,
  sizes: readonly number[] = [entries.length],
  restarts: (batch: number) => boolean = () => false,
): Told {
  const saved = new SavedState();
  const checkpoints = new Map<string, Checkpoint>();
  const open = new Map<string, FindingSeen>();
  const all: Proposal[] = [];
  let analysis = Analysis.restore([], START);
  for (let from = 0, batch = 0; from < entries.length; batch++) {
    const size = Math.max(1, sizes[batch % sizes.length] ?? 1);
    const step = analysis.read(entries.slice(from, from + size));
    saved.apply(step.state);
    for (const checkpoint of step.observations?.checkpoints ?? []) checkpoints.set(checkpoint.key, checkpoint);
    for (const { proposal } of step.proposals) {
      if (proposal.kind === "finding") open.set(proposal.finding.id, proposal.finding);
      if ("forecast" in proposal || proposal.kind === "no-forecast") all.push(proposal);
      else if (proposal.kind === "finding" && proposal.finding.kind === "forecast") all.push(proposal);
    }
    from += size;
    if (!restarts(batch)) continue;
    const lasting = [...open.values()].filter(({ endedAt }) => endedAt === null);
    analysis = Analysis.restore(saved.all(), step.upTo, [...checkpoints.values()], lasting);
    const after = analysis.rereadAfter;
    if (after !== undefined) analysis.reread(entries.filter(({ position }) => position.position > after.position));
  }
  return {
    findings: all.flatMap((proposal) => (proposal.kind === "finding" ? [proposal.finding] : [])),
    forecasts: all.flatMap((proposal) => (proposal.kind === "forecast" ? [proposal.forecast] : [])),
    gone: all.flatMap((proposal) => (proposal.kind === "no-forecast" ? [proposal.seriesId] : [])),
    all,
    rows: saved.all().map(({ key }) => key),
    checkpoints: [...checkpoints.values()].flatMap(({ key, state }) => (state === null ? [] : [key])),
  };
}
