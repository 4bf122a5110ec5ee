import { expect, it } from "vitest";
import { AnomalyDetector } from "../../../../electron/engine/analysis/anomaly/detector.ts";
import { aMetric, type MetricShape } from "../../../builders/metricSeries.ts";

/** Rows that are reported in a month of five-minute rows with one fault of each kind; a change of the model shows here. */
it.each<MetricShape["ground"]>(["noise", "daily", "weekly", "walk", "counts"])(
  "reports the same rows of a %s series as when the file was written",
  async (ground) => {
    const faults = (["spike", "level", "gap", "spread", "flat", "season", "dip"] as const).map((fault, index) => ({
      fault,
      from: 3500 + 600 * index,
      rows: fault === "spike" || fault === "dip" ? 1 : 150,
    }));
    const detector = new AnomalyDetector(1);
    const lines = aMetric({ ground, count: 8640, seed: 4, faults }).flatMap(({ at, value }) => {
      const score = detector.update(0, at, value);
      if (score < 0.5) return [];
      const { kind, expected } = detector.explain(0)!;
      return [
        `${new Date(1000 * at).toISOString()} ${score.toFixed(4)} ${kind} ${value.toFixed(2)} for ${expected.toFixed(2)}`,
      ];
    });
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`../../../golden/anomalies-${ground}.txt`);
  },
);
