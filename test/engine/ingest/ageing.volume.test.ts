import { expect, it } from "vitest";
import { Analysis } from "../../../electron/engine/analysis/index.ts";
import { loadAnalysisState } from "../../../electron/engine/store/analysis-state.ts";
import { readEvents } from "../../../electron/engine/store/event-log.ts";
import { applyStep } from "../../../electron/engine/store/incidents.ts";
import { retentionSlice } from "../../../electron/engine/store/retention.ts";
import type { EdgeReport } from "../../../shared/domain/event.ts";
import { IntakeBench, NOW } from "../../builders/intake.ts";

const MINUTE = 60_000;
const SPAN = 60 * MINUTE;
const WAVES = 10;
const PODS = 10_000;
const KEEP = { days: 1, maximumBytes: Infinity };

/** Pods of one wave, each on one of a hundred nodes, which stay. */
const wave = (number: number): EdgeReport[] =>
  Array.from({ length: PODS }, (_, index) => ({
    kind: "edge",
    from: { namespace: "k8s", value: `pod-${number}-${index}`, kind: "pod" },
    to: { namespace: "k8s", value: `node-${index % 100}`, kind: "host" },
    origin: "declared",
    confidence: 1,
  }));

it(
  "holds what one wave of short-lived pods needs, in memory and in the file, when a hundred thousand come and go",
  { timeout: 300_000 },
  () => {
    const bench = new IntakeBench();
    const { db } = bench;
    // What it costs to make each step durable is measured elsewhere.
    db.pragma("synchronous = OFF");
    let now = NOW;
    const analysis = Analysis.restore(...restored());
    function restored(): Parameters<typeof Analysis.restore> {
      const { rows, upTo } = loadAnalysisState(db);
      return [rows, upTo];
    }
    const analyse = (): void => {
      for (let entries = read(); entries.length > 0; entries = read()) {
        const step = analysis.read(entries);
        db.transaction(() => applyStep(db, step, now)).immediate();
      }
    };
    const read = () => readEvents(db, analysis.position, 5_000);
    const rows = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
    try {
      let most = 0;
      for (let number = 0; number < WAVES; number++) {
        const reports = wave(number);
        for (let from = 0; from < PODS; from += 1_000) bench.push("k8s", reports.slice(from, from + 1_000), now);
        for (let ticks = 0; bench.intake.state.entities.size > 100; ticks++) {
          if (ticks > 1_000) throw new Error("the pods never go");
          bench.tick((now += 5 * MINUTE), SPAN);
        }
        analyse();
        while (!retentionSlice(db, KEEP, now).done);
        most = Math.max(most, rows("entity"), rows("edge"), rows("entity_alias") / 2);
      }
      expect(most).toBeLessThanOrEqual(3 * PODS);
      for (let ticks = 0; ticks < 1_200; ticks++) bench.tick((now += 5 * MINUTE), SPAN);
      analyse();
      while (!retentionSlice(db, KEEP, now).done);
      expect([bench.intake.state.entities.size, bench.intake.state.edges.size]).toEqual([0, 0]);
      expect(["entity", "entity_alias", "edge"].map(rows)).toEqual([0, 0, 0]);
      expect(
        db.prepare("SELECT count(*) FROM analysis_state WHERE key GLOB 'entity/*' OR key GLOB 'edge/*'").pluck().get(),
      ).toBe(0);
      expect(new Set(restored()[0].map(({ key }) => key))).toEqual(new Set(["clock"]));
    } finally {
      bench.close();
    }
  },
);
