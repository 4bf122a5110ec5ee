import { describe, expect, it } from "vitest";
import { LIMITS, normalise } from "../../../electron/engine/pipeline/normalise.ts";
import type { AlertReport } from "../../../shared/domain/event.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 86_400_000;

const anAlert = (changes: Partial<AlertReport> = {}): AlertReport => ({
  kind: "alert",
  handle: "1",
  name: "DiskFull",
  state: "firing",
  severity: "major",
  labels: { host: "db-1" },
  summary: "disk is full",
  at: NOW,
  mutings: [],
  entity: [],
  ...changes,
});

const timed = (at: number) => {
  const { report, ignored } = normalise(anAlert({ at }), NOW);
  return { at: report.at, ignored };
};

describe("timestamps", () => {
  it("are kept when they are plausible, to the millisecond", () => {
    expect(timed(NOW)).toEqual({ at: NOW, ignored: [] });
    expect(timed(NOW + DAY_MS)).toEqual({ at: NOW + DAY_MS, ignored: [] });
    expect(timed(Date.UTC(2000, 0, 1))).toEqual({ at: Date.UTC(2000, 0, 1), ignored: [] });
    expect(timed(Date.UTC(2019, 0, 1))).toEqual({ at: Date.UTC(2019, 0, 1), ignored: [] });
  });

  it("in seconds, microseconds and nanoseconds are recognised and converted", () => {
    const converted = { at: NOW, ignored: ["ignored.timestampUnit"] };
    expect(timed(NOW / 1_000)).toEqual(converted);
    expect(timed(NOW * 1_000)).toEqual(converted);
    expect(timed(NOW * 1_000_000)).toEqual(converted);
  });

  it("that make no sense in any unit become the time of arrival, with the reason", () => {
    expect(timed(NOW + DAY_MS + 1)).toEqual({ at: NOW, ignored: ["ignored.timestampFuture"] });
    expect(timed(0)).toEqual({ at: NOW, ignored: ["ignored.timestampPast"] });
    expect(timed(-62_135_596_800_000)).toEqual({ at: NOW, ignored: ["ignored.timestampPast"] });
    expect(timed(Date.UTC(1999, 11, 31))).toEqual({ at: NOW, ignored: ["ignored.timestampPast"] });
    expect(timed(NaN)).toEqual({ at: NOW, ignored: ["ignored.timestampInvalid"] });
    expect(timed(Infinity)).toEqual({ at: NOW, ignored: ["ignored.timestampInvalid"] });
  });

  it("lose fractions of a millisecond", () => {
    expect(timed(NOW - 0.5)).toEqual({ at: NOW - 1, ignored: [] });
  });
});

describe("labels", () => {
  const labelled = (labels: Record<string, string>) => {
    const { report, ignored } = normalise(anAlert({ labels }), NOW);
    return { labels: report.labels, ignored };
  };

  it("are kept up to the limit, the first by name, and the rest is counted one by one", () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`l${String(index).padStart(3, "0")}`, "x"]));
    expect(labelled(many(LIMITS.labels)).ignored).toEqual([]);
    const { labels, ignored } = labelled(many(LIMITS.labels + 2));
    expect(Object.keys(labels)).toHaveLength(LIMITS.labels);
    expect(labels).not.toHaveProperty("l065");
    expect(ignored).toEqual(["ignored.labelCount", "ignored.labelCount"]);
  });

  it("that are too long are cut and still differ from each other", () => {
    const one = labelled({ path: "x".repeat(LIMITS.label) + "a" });
    const other = labelled({ path: "x".repeat(LIMITS.label) + "b" });
    expect(one.labels.path).toHaveLength(LIMITS.label - 3);
    expect(one.labels.path).not.toBe(other.labels.path);
    expect(one.ignored).toEqual(["ignored.truncated"]);
    expect(labelled({ path: "x".repeat(LIMITS.label) }).ignored).toEqual([]);
  });

  it("without a value or with an odd name are left out", () => {
    const odd = JSON.parse('{"a":"","":"x","__proto__":"x","ok":"1"}') as Record<string, string>;
    odd["n".repeat(LIMITS.labelName + 1)] = "x";
    const { labels, ignored } = labelled(odd);
    expect(labels).toEqual({ ok: "1" });
    expect(ignored.sort()).toEqual([
      "ignored.labelEmpty",
      "ignored.labelName",
      "ignored.labelName",
      "ignored.labelName",
    ]);
  });
});

describe("texts", () => {
  it("lose control characters and marks that turn the direction of writing", () => {
    const { report, ignored } = normalise(
      anAlert({ name: "Disk\u0000Full", summary: "a\u001b[31mb\u202ec", labels: { host: "db\u00071" } }),
      NOW,
    );
    expect(report).toMatchObject({ name: "Disk Full", summary: "a [31mb c", labels: { host: "db 1" } });
    expect(ignored).toEqual(["ignored.controlCharacters", "ignored.controlCharacters", "ignored.controlCharacters"]);
  });

  it("keep line breaks, tabs, accents and emoji, and lose halves of characters", () => {
    const fine = anAlert({ summary: "é\t😀\nü" });
    expect(normalise(fine, NOW).report).toBe(fine);
    expect(normalise(anAlert({ summary: "x\ud800" }), NOW).report.summary).toBe("x\ufffd");
    expect(normalise(anAlert({ labels: { a: "x\udc00" } }), NOW).report.labels.a).toBe("x\ufffd");
  });

  it("are cut to their longest length without halving a character", () => {
    const { report, ignored } = normalise(anAlert({ summary: "x".repeat(LIMITS.summary - 2) + "😀😀" }), NOW);
    expect(report.summary).toBe("x".repeat(LIMITS.summary - 2) + "…");
    expect(ignored).toEqual(["ignored.truncated"]);
  });

  it("are cut between words, so that no half of an address is left", () => {
    const { report } = normalise(
      anAlert({ summary: "word ".repeat(LIMITS.summary / 5 - 2) + "mail jane.doe@example.org" }),
      NOW,
    );
    expect(report.summary).toMatch(/word mail…$/);
  });

  it("give a nameless alert a name", () => {
    expect(normalise(anAlert({ name: " \n" }), NOW)).toMatchObject({
      report: { name: "unnamed alert" },
      ignored: ["ignored.unnamed"],
    });
  });
});

describe("other reports", () => {
  it("of changes lose hints without a value, but keep one to stand for the entity", () => {
    const hint = (value: string) => ({ namespace: "host.name", value, kind: "host" as const });
    const change = {
      kind: "change" as const,
      id: "1",
      summary: "deployed",
      at: NOW / 1000,
      entity: [hint(" "), hint("db-1")],
    };
    expect(normalise(change, NOW)).toEqual({
      report: { ...change, at: NOW, entity: [hint("db-1")] },
      ignored: ["ignored.entityUnnamed", "ignored.timestampUnit"],
    });
    expect(normalise({ ...change, entity: [hint("")] }, NOW).report.entity).toEqual([hint("unnamed entity")]);
  });

  it("of edges keep their confidence within bounds", () => {
    const end = { namespace: "service.name", value: "a", kind: "service" as const };
    const edge = { kind: "edge" as const, from: end, to: end, origin: "traces" as const, confidence: 7 };
    expect(normalise(edge, NOW).report.confidence).toBe(1);
    expect(normalise({ ...edge, confidence: NaN }, NOW).report.confidence).toBe(0);
  });
});

it("gives a report that is in order back as it is", () => {
  const report = anAlert({ description: "all of it" });
  expect(normalise(report, NOW)).toEqual({ report, ignored: [] });
  expect(normalise(report, NOW).report).toBe(report);
});
