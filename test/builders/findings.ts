import { Analysis } from "../../electron/engine/analysis/index.ts";
import type { EntityId } from "../../shared/domain/entity.ts";
import type { FindingId, FindingSeen } from "../../shared/domain/finding.ts";
import type { LogBody, LogEntry } from "../../shared/domain/log.ts";
import { START } from "../../shared/domain/position.ts";
import type { AnalysisStep, Checkpoint } from "../../shared/domain/proposal.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";
import { SavedState } from "./analysis.ts";

export const BEGIN = Date.UTC(2026, 0, 5);
const SECOND = 1_000;

/** The same number for the same place, evenly in [0, 1). */
export const scatterAt = (place: number): number => {
  const mixed = Math.imul(place ^ (place >>> 15), 0x2c1b_3c6d) ^ 0x297a_2d39;
  return ((Math.imul(mixed ^ (mixed >>> 12), 0x45d9_f3b3) >>> 8) & 0xffff) / 0x1_0000;
};

const SERVICE = "e-checkout" as EntityId;

/** A log of values, lines, and ticks between them, a step every fifteen seconds. `value` and `lines` by the number of the step. */
export function aTelemetryLog(
  steps: number,
  { value, lines = () => [] }: { value(step: number, series: number): number | null; lines?(step: number): string[] },
  series = 1,
): LogEntry[] {
  const entries: LogEntry[] = [];
  const log = (at: number, body: LogBody): void => {
    const position = { partition: 0, position: entries.length + 1 };
    entries.push({ position, scope: DEFAULT_SCOPE, sourceId: "metrics", at, receivedAt: at, body });
  };
  for (let step = 0; step < steps; step++) {
    const at = BEGIN + step * 15 * SECOND;
    const samples = Array.from({ length: series }, (_, index) => {
      const found = value(step, index);
      return found === null ? [] : [{ seriesId: `m${index}`, entityId: SERVICE, at, value: found }];
    }).flat();
    if (samples.length > 0) log(at, { kind: "samples", samples });
    const texts = lines(step);
    if (texts.length > 0) log(at, { kind: "lines", lines: texts.map((text) => ({ entityId: SERVICE, at, text })) });
    log(at + SECOND, { kind: "tick" });
  }
  return entries;
}

/** What an operator says of a finding, after the last entry. */
export function aVerdict(after: readonly LogEntry[], finding: FindingSeen, isAnomaly = false): LogEntry {
  const { position, receivedAt } = after.at(-1)!;
  const action = isAnomaly ? "an-anomaly" : "not-an-anomaly";
  const text = `${finding.subject} ${finding.what}`;
  const body = { kind: "operator", action, by: "ada", subject: finding.id, text } as const;
  const next = { partition: 0, position: position.position + 1 };
  return { position: next, scope: DEFAULT_SCOPE, sourceId: "operator", at: receivedAt, receivedAt, body };
}

/** A metric that rose, as analysis tells of it. */
export const aFinding = (more: Partial<FindingSeen> = {}): FindingSeen => ({
  ...{
    id: "FND-000000000001" as FindingId,
    scope: DEFAULT_SCOPE,
    kind: "metric",
    what: "spike-up",
    subject: "m1",
    entityId: SERVICE,
  },
  ...{ score: 0.9, since: BEGIN, openedAt: BEGIN, updatedAt: BEGIN, endedAt: null, place: null, examples: [] },
  ...{ expected: 100, low: 90, high: 110, found: 180 },
  model: { version: 1, reason: "first-seen", learnedAt: BEGIN, ageRows: 300, season: "none" },
  crossing: null,
  ...more,
});

type Observed = { findings: FindingSeen[]; points: string[]; patterns: string[]; checkpoints: number };

/**
 * Reads a log in batches of the sizes given in turn. After the batches named in `restarts` it goes on from what a store would hold:
 * rows, checkpoints, open findings, and the log since the oldest checkpoint.
 */
export function observe(
  entries: readonly LogEntry[],
  sizes: readonly number[] = [entries.length],
  restarts: (batch: number) => boolean = () => false,
): Observed {
  const saved = new SavedState();
  const checkpoints = new Map<string, Checkpoint>();
  const told = new Map<string, FindingSeen>();
  const steps: AnalysisStep[] = [];
  let analysis = Analysis.restore([], START);
  for (let from = 0, batch = 0; from < entries.length; batch++) {
    const size = Math.max(1, sizes[batch % sizes.length] ?? 1);
    const step = analysis.read(entries.slice(from, from + size));
    steps.push(step);
    saved.apply(step.state);
    for (const checkpoint of step.observations?.checkpoints ?? []) checkpoints.set(checkpoint.key, checkpoint);
    for (const finding of findingsOf(step)) told.set(finding.id, finding);
    from += size;
    if (!restarts(batch)) continue;
    const open = [...told.values()].filter(({ endedAt }) => endedAt === null);
    analysis = Analysis.restore(saved.all(), step.upTo, [...checkpoints.values()], open);
    const after = analysis.rereadAfter;
    if (after !== undefined) analysis.reread(entries.filter(({ position }) => position.position > after.position));
  }
  const all = steps.flatMap(({ observations }) => (observations === undefined ? [] : [observations]));
  return {
    findings: steps.flatMap(findingsOf),
    points: all.flatMap(({ points }) => points.map((point) => JSON.stringify(point))),
    patterns: all.flatMap(({ patterns }) => patterns.map((pattern) => JSON.stringify(pattern))),
    checkpoints: all.reduce((sum, each) => sum + each.checkpoints.length, 0),
  };
}

const findingsOf = ({ proposals }: AnalysisStep): FindingSeen[] =>
  proposals.flatMap(({ proposal }) => (proposal.kind === "finding" ? [proposal.finding] : []));
