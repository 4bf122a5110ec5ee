import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Findings } from "../../../../electron/engine/analysis/findings/findings.ts";
import { pack, unpack } from "../../../../electron/engine/analysis/findings/packed.ts";
import type { FindingSeen } from "../../../../shared/domain/finding.ts";
import type { LogEntry } from "../../../../shared/domain/log.ts";
import type { Checkpoint, StateRow } from "../../../../shared/domain/proposal.ts";
import { aTelemetryLog, aVerdict, BEGIN, observe, scatterAt } from "../../../builders/findings.ts";

const STEP_MS = 15_000;
const at = (step: number): number => BEGIN + step * STEP_MS;
/** About a hundred, with scatter. */
const usual = (step: number, series = 0): number => 100 + 10 * scatterAt(step * 31 + series);

describe("an anomaly", () => {
  const JUMP = 300;
  const jumping = aTelemetryLog(360, { value: (step) => usual(step) + (step >= JUMP && step < JUMP + 20 ? 80 : 0) });

  it("is found when the value leaves what was expected, with the evidence, and ends when it is back", () => {
    const { findings } = observe(jumping);
    const [first] = findings;
    const last = findings.at(-1);
    expect(first).toMatchObject({ kind: "metric", what: "spike-up", subject: "m0", openedAt: at(JUMP), endedAt: null });
    expect(first!.found).toBeGreaterThan(first!.high!);
    expect(first!.expected).toBeGreaterThan(first!.low!);
    expect(first!.expected).toBeLessThan(first!.high!);
    expect(first!.model).toMatchObject({ version: 1, reason: "first-seen" });
    expect(last!.endedAt).toBeGreaterThan(at(JUMP + 19));
  });

  it("is not found in a young series, however wild", () => {
    const wild = aTelemetryLog(150, { value: (step) => (step === 140 ? 1e9 : usual(step)) });
    expect(observe(wild).findings).toEqual([]);
  });

  it("needs more after an operator has said that it is none, and no more when that was taken back", () => {
    const [finding] = observe(jumping).findings;
    const quiet = aTelemetryLog(JUMP, { value: usual });
    const again = (verdicts: boolean[]): number => {
      const log = [...quiet];
      for (const isAnomaly of verdicts) log.push(aVerdict(log, finding!, isAnomaly));
      const rest = jumping.slice(quiet.length).map((entry, index) => ({
        ...entry,
        position: { partition: 0, position: log.length + index + 1 },
      }));
      return observe([...log, ...rest]).findings[0]?.score ?? 0;
    };
    const before = again([]);
    expect(again([false, false])).toBeLessThan(before);
    expect(again([false, true])).toBe(before);
  });

  it("is found when a series stops while others of its source go on, and ends when it comes again", () => {
    const pausing = aTelemetryLog(
      400,
      { value: (step, series) => (series === 1 && step >= 300 && step < 360 ? null : usual(step, series)) },
      2,
    );
    const missing = observe(pausing).findings.filter(({ what }) => what === "missing");
    expect(missing[0]).toMatchObject({ subject: "m1", found: null, endedAt: null });
    expect(missing.at(-1)!.endedAt).toBeGreaterThanOrEqual(at(360));
  });

  it("ends also when the series comes again after days in which nothing was read", () => {
    const log = jumping.slice(
      0,
      jumping.findIndex(({ at: of }) => of === at(JUMP + 5)),
    );
    const last = log.findLast(({ body }) => body.kind === "samples")!;
    const later = last.receivedAt + 3 * 86_400_000;
    const again = { ...last, at: later, receivedAt: later, position: { partition: 0, position: log.length + 1 } };
    const samples = last.body.kind === "samples" ? last.body.samples.map((each) => ({ ...each, at: later })) : [];
    const { findings } = observe([...log, { ...again, body: { kind: "samples", samples } }]);
    expect(findings[0]!.endedAt).toBeNull();
    expect(findings.at(-1)).toMatchObject({ id: findings[0]!.id, endedAt: last.at });
  });

  it("draws a point a minute with the band once the series is old enough", () => {
    const { points } = observe(aTelemetryLog(240, { value: usual }));
    const drawn = points.map((point) => JSON.parse(point) as { at: number; low: number | null });
    expect(drawn.map((point) => point.at)).toEqual(Array.from({ length: 59 }, (_, minute) => BEGIN + minute * 60_000));
    expect(drawn[0]!.low).toBeNull();
    expect(drawn.at(-1)!.low).not.toBeNull();
  });
});

describe("log lines", () => {
  const NEW = 200;
  const speaking = aTelemetryLog(440, {
    value: () => null,
    lines: (step) => [
      `GET /quote/${step} 200 in ${step % 90} ms`,
      ...(step >= NEW && step < NEW + 20 ? [`no free connection for job ${step}`] : []),
    ],
  });

  it("show a pattern that nobody has seen before, with the lines, and when it is gone", () => {
    const { findings } = observe(speaking);
    const news = findings.filter(({ what }) => what === "new");
    expect(news[0]).toMatchObject({ kind: "log", openedAt: at(NEW), endedAt: null, score: null });
    expect(news[0]!.examples).toEqual([
      { at: at(NEW), entityId: "e-checkout", text: "no free connection for job 200", position: expect.any(Number) },
    ]);
    expect(news.at(-1)!.endedAt).not.toBeNull();
  });

  it("are counted by the minute for each pattern", () => {
    const { patterns } = observe(speaking);
    const last = patterns.map(
      (pattern) => JSON.parse(pattern) as { template: string; count: number; minutes: number[] },
    );
    const usualOne = last.findLast(({ template }) => template.startsWith("GET"))!;
    expect(usualOne.template).toBe("GET <*> <*> in <*> ms");
    expect(usualOne.minutes.at(-1)).toBe(4);
    expect(usualOne.minutes).toHaveLength(60);
  });

  it("are not told again of a pattern that an operator has called usual", () => {
    const quiet = aTelemetryLog(NEW, { value: () => null, lines: (step) => [`GET /quote/${step} 200 in ${step} ms`] });
    const { findings } = observe(speaking);
    const verdict = aVerdict(
      quiet,
      findings.find(({ what }) => what === "new")!,
    );
    const rest = speaking.slice(quiet.length).map((entry, index) => ({
      ...entry,
      position: { partition: 0, position: quiet.length + index + 2 },
    }));
    const again = observe([...quiet, verdict, ...rest]).findings;
    expect(again.filter(({ what }) => what === "new")).toEqual([]);
  });
});

describe("what is found", () => {
  const busy = aTelemetryLog(
    420,
    {
      value: (step, series) => usual(step, series) + (series === 2 && step >= 330 && step < 350 ? 90 : 0),
      lines: (step) => [`GET /quote/${step} 200`, ...(step >= 300 && step % 7 === 0 ? [`retry ${step} of pool`] : [])],
    },
    5,
  );
  const whole = observe(busy);

  it("does not depend on batches, nor on restarts at any of them", () => {
    expect(whole.findings.length).toBeGreaterThan(2);
    const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 4 }), (batches, every) => {
        const { findings, points, patterns } = observe(busy, batches, (batch) => batch % every === 0);
        expect(findings).toEqual(whole.findings);
        expect(points).toEqual(whole.points);
        expect(patterns).toEqual(whole.patterns);
      }),
      { numRuns: 12 },
    );
  });

  it("is checkpointed now and then, not with each step", () => {
    const { checkpoints } = observe(busy, [1]);
    expect(checkpoints).toBeGreaterThanOrEqual(6);
    expect(checkpoints).toBeLessThan(busy.length / 10);
  });

  it("is found again after a checkpoint of another version: what it knew is learned anew", () => {
    const half = busy.slice(0, busy.length / 2);
    expect(() => observe(half, [100], () => true)).not.toThrow();
  });
});

describe("checkpoints", () => {
  const NEWS = 300;
  const log = aTelemetryLog(NEWS + 6, {
    value: (step) => usual(step) + (step >= NEWS ? 80 : 0),
    lines: (step) => [`GET /quote/${step} 200`, ...(step >= NEWS ? [`no free connection for job ${step}`] : [])],
  });
  const tick = (after: number, position: number) => ({
    ...{ ...log.at(-1)!, position: { partition: 0, position } },
    ...{ receivedAt: log.at(-1)!.receivedAt + after, body: { kind: "tick" } as const },
  });

  /** A series of another version of the model, and patterns as they were written before they were compressed. */
  const otherVersion = (checkpoint: Checkpoint): Checkpoint => {
    if (checkpoint.key.startsWith("lines/")) return { ...checkpoint, state: pack({ open: [] }, Buffer.from("{}")) };
    const { header, body } = unpack(checkpoint.state!);
    return { ...checkpoint, state: pack(header, Buffer.from(Buffer.from(body).toString("latin1").replace("1", "9"))) };
  };
  /** What is open after a log, and the checkpoints that are due after its first entries. */
  function openAfter(entries: readonly LogEntry[], checkpointed: number): [FindingSeen[], Checkpoint[], StateRow[]] {
    const findings = Findings.restore([], []);
    const open = new Map<string, FindingSeen>();
    const hear = (entry: LogEntry): void => findings.take(entry, (finding) => open.set(finding.id, finding));
    entries.slice(0, checkpointed).forEach(hear);
    const { position, receivedAt } = entries[checkpointed - 1]!;
    const { observations, state } = findings.step(position, receivedAt);
    expect(observations.checkpoints.map(({ key }) => key)).toEqual(["series/m0", "lines/default"]);
    entries.slice(checkpointed).forEach(hear);
    return [[...open.values()].filter(({ endedAt }) => endedAt === null), observations.checkpoints, state];
  }
  /** What a restored part tells of with the next entry. */
  const toldNext = (findings: Findings): [string, boolean][] => {
    const told: FindingSeen[] = [];
    findings.take(tick(1_000, log.length + 1), (finding) => told.push(finding));
    return told.map(({ id, endedAt }): [string, boolean] => [id, endedAt !== null]).sort();
  };
  const allEnded = (open: readonly FindingSeen[]) => open.map(({ id }) => [id, true]).sort();
  /** The last entry before anything is unusual. */
  const QUIET = log.findIndex(({ receivedAt }) => receivedAt >= at(NEWS));

  it.each([
    ["in them", log.length],
    ["after them", QUIET],
  ])("that cannot be read end what was opened %s, once", (_, checkpointed) => {
    const [open, checkpoints, rows] = openAfter(log, checkpointed);
    expect(new Set(open.map(({ kind }) => kind))).toEqual(new Set(["log", "metric"]));
    const again = Findings.restore(checkpoints.map(otherVersion), rows, open);
    again.reread(log.slice(checkpointed));
    expect(toldNext(again)).toEqual(allEnded(open));
    const written = again.step({ partition: 0, position: log.length + 1 }, log.at(-1)!.receivedAt);
    for (const { key } of checkpoints)
      expect(written.observations.checkpoints.find((each) => each.key === key)!.state).toBeNull();
  });

  it("end what was opened after them when the log since then is gone", () => {
    const [open, checkpoints, rows] = openAfter(log, QUIET);
    const younger = open.filter(({ openedAt }) => openedAt >= at(NEWS));
    expect(younger.length).toBeGreaterThan(1);
    expect(toldNext(Findings.restore(checkpoints, rows, open))).toEqual(allEnded(younger));
  });

  it("that are damaged are left out like those of another version", () => {
    const [open, checkpoints, rows] = openAfter(log, QUIET);
    for (const state of [Buffer.alloc(0), Buffer.from("no checkpoint"), Buffer.alloc(99, 0xff)]) {
      const damaged = checkpoints.map((checkpoint): Checkpoint => ({ ...checkpoint, state }));
      expect(toldNext(Findings.restore(damaged, rows, open))).toEqual(allEnded(open));
    }
  });

  it("end nothing when the log since then is read again", () => {
    const [open, checkpoints, rows] = openAfter(log, QUIET);
    const again = Findings.restore(checkpoints, rows, open);
    again.reread(log.slice(QUIET));
    expect(toldNext(again)).toEqual([]);
  });

  it("of patterns rest ten minutes and longer, whatever the number of entries", () => {
    const findings = Findings.restore([], []);
    const writtenAt: number[] = [];
    const busy = aTelemetryLog(600, { value: () => null, lines: (step) => [`GET /quote/${step} 200`] });
    // A hundred times as many entries as in the same time otherwise.
    for (const entry of busy) {
      const position = { partition: 0, position: entry.position.position * 100 };
      findings.take({ ...entry, position }, () => {});
      const { observations } = findings.step(position, entry.receivedAt);
      if (observations.checkpoints.length > 0) writtenAt.push(entry.receivedAt);
    }
    expect(writtenAt.length).toBeGreaterThan(3);
    for (const [index, time] of writtenAt.entries())
      if (index > 0) expect(time - writtenAt[index - 1]!).toBeGreaterThanOrEqual(600_000);
  });
});
