import { MINUTE, SECOND, type FaultKind } from "../faultKind.ts";

/** A cache loses its content; whoever relied on it is slow until it is warm again. */
export const cacheCold: FaultKind = {
  name: "cache cold",
  roots: ["cache"],
  weight: 1,
  durationMs: [7 * MINUTE, 12 * MINUTE],
  spread: { maximumHops: 1, hopDelayMs: [20 * SECOND, 60 * SECOND], probability: 1 },
  symptoms: [
    {
      tool: "metrics",
      name: "CacheHitRatioLow",
      roles: ["cache"],
      distance: [0, 0],
      probability: 1,
      delayMs: [15 * SECOND, 40 * SECOND],
      stages: [{ afterMs: 0, severity: "minor", text: "Hit ratio of {name} is below 50 %" }],
      evidence: ["cpu"],
    },
    {
      tool: "metrics",
      name: "HighRequestLatency",
      roles: ["api"],
      distance: [1, 1],
      probability: 1,
      delayMs: [20 * SECOND, 60 * SECOND],
      stages: [{ afterMs: 0, severity: "major", text: "p99 latency of {name} is above 800 ms" }],
      evidence: ["latency"],
    },
  ],
  effects: [{ metric: "latency", roles: ["api"], distance: [1, 1], level: 1150, rampMs: 90 * SECOND }],
};
