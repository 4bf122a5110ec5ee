import { expect, it } from "vitest";
import { type LogFinding, PatternWatch } from "../../../../electron/engine/analysis/logs/watch.ts";
import { randomOf } from "../../../builders/logs.ts";

const MINUTE = 60_000;

/** Lines of pattern 1, about `rate` a minute, from one minute to another. */
function play(
  watch: PatternWatch,
  from: number,
  to: number,
  rate: number,
  value: (random: number) => string = () => "1",
): LogFinding[] {
  const random = randomOf(from + 1);
  const findings: LogFinding[] = [];
  for (let minute = from; minute < to; minute++) {
    const count = Math.max(0, rate + (rate === 0 ? 0 : random(5) - 2));
    for (let line = 0; line < count; line++) {
      const at = minute * MINUTE + Math.floor((line / count) * MINUTE);
      findings.push(...watch.note(1, at, minute * 1000 + line, [value(random(100))]));
    }
  }
  findings.push(...watch.advance(to * MINUTE));
  return findings;
}

it("is silent while a pattern comes as it always did", () => {
  expect(play(new PatternWatch(), 0, 600, 10)).toEqual([]);
});

it("finds a pattern new after half an hour, and not before", () => {
  const early = new PatternWatch();
  play(early, 0, 29, 5);
  expect(early.note(2, 29 * MINUTE, 7)).toEqual([]);
  const late = new PatternWatch();
  play(late, 0, 30, 5);
  expect(late.note(2, 30 * MINUTE, 7)).toMatchObject([{ kind: "new", pattern: 2, lines: [7] }]);
});

it("finds once that a pattern vanished, with the lines that were last", () => {
  const watch = new PatternWatch();
  play(watch, 0, 120, 4);
  const findings = watch.advance(150 * MINUTE);
  expect(findings).toMatchObject([{ kind: "vanished", pattern: 1 }]);
  expect(findings[0]!.since).toBeLessThan(120 * MINUTE);
  expect(findings[0]!.lines).toHaveLength(5);
});

it("finds a rate that changed, once for as long as it lasts", () => {
  const watch = new PatternWatch();
  play(watch, 0, 120, 10);
  const findings = play(watch, 120, 125, 80);
  expect(findings.map(({ kind }) => kind)).toEqual(["rate"]);
  expect(findings[0]!.evidence).toMatchObject({ found: expect.any(Number) });
});

it("finds a variable that takes other values", () => {
  const watch = new PatternWatch();
  expect(play(watch, 0, 120, 10, (random) => String(10 + random))).toEqual([]);
  const findings = play(watch, 120, 140, 10, (random) => String(5000 + random * 50));
  expect(findings[0]).toMatchObject({ kind: "variable", evidence: { place: 0 } });
});

it("goes on from saved state as if it had not been interrupted", () => {
  const whole = new PatternWatch();
  const expected = [...play(whole, 0, 60, 8), ...play(whole, 60, 70, 60)];
  const first = new PatternWatch();
  const found = play(first, 0, 60, 8);
  const second = new PatternWatch();
  second.restore(structuredClone(first.saved()));
  found.push(...play(second, 60, 70, 60));
  expect(found).toEqual(expected);
  expect(second.saved()).toEqual(whole.saved());
});

it("joins the habits of patterns that turned out to be one, and forgets what was let go", () => {
  const watch = new PatternWatch();
  watch.note(1, 0, 1);
  watch.note(2, 0, 2);
  watch.merge(1, 2);
  expect(watch.habits.get(2)).toMatchObject({ count: 2, lines: [1, 2] });
  watch.end(2);
  expect(watch.habits.size).toBe(0);
});
