import { describe, expect, it } from "vitest";
import { emptyWords } from "../../../../renderer/features/findings/anomalyList.ts";
import {
  cameWords,
  expectedWords,
  figure,
  isOpen,
  modelWords,
  scoreWords,
  storyWords,
} from "../../../../renderer/features/findings/findingWords.ts";
import { axisOf, outOfBand, withGaps } from "../../../../renderer/features/findings/metricOption.ts";
import { neighbourIn } from "../../../../renderer/features/findings/moveKeys.ts";
import { keyOf, patternOf } from "../../../../renderer/features/findings/patternKey.ts";
import { nearestPoint, timesOf } from "../../../../renderer/features/findings/plot.ts";
import type { Finding, SeriesPoint } from "../../../../shared/domain/finding.ts";
import { aFinding } from "../../../builders/findings.ts";

const MINUTE = 60_000;
const shown = (more: Partial<Finding> = {}): Finding => ({
  ...aFinding(more),
  ...{ entityName: "shop", label: "latency", unit: "ms", dismissedBy: null, dismissedAt: null },
  ...more,
});
const point = (minute: number, value: number, low: number | null = 4, high: number | null = 6): SeriesPoint => ({
  ...{ at: minute * MINUTE, value, low, high },
  ...{ expected: low === null ? null : 5, score: 0 },
});

describe("the words of a finding", () => {
  it("say what came and what was expected, in the unit of the metric", () => {
    expect(cameWords(shown())).toBe("180 ms");
    expect(expectedWords(shown())).toBe("90 to 110 ms");
    expect(cameWords(shown({ found: null }))).toBe("nothing");
    expect(expectedWords(shown({ low: null, high: null }))).toBe("about 100 ms");
    expect(expectedWords(shown({ low: null, high: null, expected: null }))).toMatch(/too young/);
    expect([figure(0.31456), figure(412), figure(12_400)]).toEqual(["0.315", "412", "12.4k"]);
  });

  it("say what the threshold of the score means, another for a gap, and nothing for a pattern", () => {
    expect(scoreWords(shown())).toMatch(/^0\.90; shown from 0\.8 on/);
    expect(scoreWords(shown({ what: "missing" }))).toMatch(/from 0\.5 on/);
    expect(scoreWords(shown({ score: null }))).toBeNull();
    expect(modelWords(shown())).toMatch(/version 1, .* 300 values ago: the metric was first seen/);
    expect(modelWords(shown({ model: null }))).toBeNull();
  });

  it("tell a pattern's story with its figures, variables counted from one", () => {
    const pattern = { kind: "log", subject: "p1", since: 0 } as const;
    expect(storyWords(shown())).toBe("jumped up");
    expect(storyWords(shown({ ...pattern, what: "rate", expected: 2, found: 40 }))).toMatch(
      /^40 lines a minute .* 2 are/,
    );
    expect(storyWords(shown({ ...pattern, what: "variable", place: 0, found: 0.5 }))).toMatch(/^variable 1 /);
  });

  it("call open what lasts and nobody has called none", () => {
    expect(isOpen(shown())).toBe(true);
    expect(isOpen(shown({ endedAt: 1 }))).toBe(false);
    expect(isOpen(shown({ dismissedAt: 1 }))).toBe(false);
  });

  it("say why the list is empty, and lead to the sources when nothing is watched", () => {
    expect(emptyWords("open", 0).leadsToSources).toBe(true);
    expect(emptyWords("open", 3)).toMatchObject({
      title: "Every watched metric is as expected",
      leadsToSources: false,
    });
    expect(emptyWords("dismissed", 3).title).toMatch(/Nobody/);
  });
});

describe("the drawing of a metric", () => {
  it("has no line over a gap of more than three minutes", () => {
    expect(withGaps([point(0, 5), point(3, 5)])).toHaveLength(2);
    expect(withGaps([point(0, 5), point(4, 5)])[1]).toEqual({ at: 1 });
  });

  it("takes what is out of the band with its neighbours, and nothing where no band is known", () => {
    const points = [point(0, 5), point(1, 9), point(2, 5), point(3, 5), point(4, 99, null, null)];
    expect(outOfBand(points).map(([, value]) => value)).toEqual([5, 9, 5, null, null]);
    expect(outOfBand([point(0, 6), point(1, 4)]).map(([, value]) => value)).toEqual([null, null]);
  });

  it("begins at zero when that is near, else a little below", () => {
    expect(axisOf([point(0, 1, null, null), point(1, 9, null, null)]).low).toBe(0);
    expect(axisOf([point(0, 95, 90, 110)]).low).toBeCloseTo(88.4);
    expect(axisOf([point(0, -5, null, null), point(1, 5, null, null)]).low).toBeLessThan(-5);
    expect(axisOf([])).toEqual({ low: 0, high: 1 });
  });

  it("names round times, and the minute under the pointer when one is near", () => {
    const plot = { from: 1 * MINUTE, to: 61 * MINUTE, width: 868 };
    expect(timesOf(plot, "utc").map((at) => at / MINUTE)).toEqual([10, 20, 30, 40, 50, 60]);
    expect(nearestPoint([point(0, 1), point(5, 2)], 4 * MINUTE)?.value).toBe(2);
    expect(nearestPoint([point(0, 1)], 2 * MINUTE + 1)).toBeUndefined();
  });
});

it("moves through a list, stops at its ends, and begins at the top", () => {
  expect(neighbourIn(["a", "b"], "a", 1)).toBe("b");
  expect(neighbourIn(["a", "b"], "b", 1)).toBe("b");
  expect(neighbourIn(["a", "b"], "gone", -1)).toBe("a");
  expect(neighbourIn([], null, 1)).toBeUndefined();
});

it("keeps scope and id of a pattern apart, whatever the scope is called", () => {
  const pattern = { scope: "team/a", id: "p12" };
  expect(patternOf(keyOf(pattern))).toEqual(pattern);
});
