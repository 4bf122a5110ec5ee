import { expect, it } from "vitest";
import { renderMetrics } from "../../../electron/engine/listener/metrics.ts";
import { someMetrics } from "../../builders/metrics.ts";

const facts = { version: "1.2.3", startedAt: 1_700_000_000_500, residentBytes: 1024, sockets: 2 };

/** The grammar of the text format: HELP and TYPE before their samples, each sample a name, labels and a number. */
const SAMPLE = /^[a-z_]+(\{[a-z_]+="(?:[^"\\\n]|\\["\\n])*"(,[a-z_]+="(?:[^"\\\n]|\\["\\n])*")*\})? -?[\d.e+-]+$/;

it("writes Prometheus text, with labels escaped", async () => {
  const metrics = someMetrics({
    sources: [
      { id: "prom", kind: "prometheus", eventsIn: 12, ignored: { "ignored.pending": 3 }, lagMs: 1500, stale: false },
      { id: 'we"ird\\\n', kind: "otlp", eventsIn: 0, ignored: {}, lagMs: null, stale: true },
    ],
    transactions: { upToMs: [1, 5, 20], counts: [7, 2, 0], count: 10, sumMs: 64.5 },
    checkpointWaits: { count: 3, sumMs: 120 },
    outbox: { queued: 2, conflict: 1 },
  });
  const rendered = renderMetrics(metrics, facts);
  for (const line of rendered.trimEnd().split("\n"))
    expect(line).toMatch(line.startsWith("#") ? /^# (HELP|TYPE) [a-z_]+ \S/ : SAMPLE);
  await expect(rendered).toMatchFileSnapshot("../../golden/metrics.txt");
});

it("cumulates the buckets of the histogram up to the count", () => {
  const rendered = renderMetrics(
    someMetrics({ transactions: { upToMs: [1, 5], counts: [7, 2], count: 10, sumMs: 64.5 } }),
    facts,
  );
  expect(rendered.match(/^watchfloor_transaction_seconds.*/gm)).toEqual([
    'watchfloor_transaction_seconds_bucket{le="0.001"} 7',
    'watchfloor_transaction_seconds_bucket{le="0.005"} 9',
    'watchfloor_transaction_seconds_bucket{le="+Inf"} 10',
    "watchfloor_transaction_seconds_sum 0.0645",
    "watchfloor_transaction_seconds_count 10",
  ]);
});

it("leaves the engine's series out while it restarts", () => {
  const rendered = renderMetrics(undefined, facts);
  expect(rendered).not.toContain("watchfloor_events_total");
  expect(rendered).toContain('watchfloor_build_info{version="1.2.3"} 1');
});
