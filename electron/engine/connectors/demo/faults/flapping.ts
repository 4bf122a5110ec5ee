import { MINUTE, SECOND, type FaultKind } from "../faultKind.ts";

/** A loose plug: the same small thing comes and goes, and nothing depends on it. */
export const flapping: FaultKind = {
  name: "flapping",
  roots: ["storeRouter", "switch"],
  weight: 2,
  durationMs: [8 * MINUTE, 20 * MINUTE],
  spread: { maximumHops: 0, hopDelayMs: [0, 0], probability: 0 },
  symptoms: [
    {
      tool: "network",
      name: "linkFlapping",
      roles: ["storeRouter", "switch"],
      distance: [0, 0],
      probability: 1,
      delayMs: [0, 5 * SECOND],
      stages: [{ afterMs: 0, severity: "warning", text: "{name}: ge-0/0/12 changed state" }],
      pulseMs: { on: 45 * SECOND, off: 50 * SECOND },
      evidence: ["packetLoss"],
    },
  ],
  effects: [{ metric: "packetLoss", roles: ["storeRouter", "switch"], distance: [0, 0], level: 9, rampMs: 5 * SECOND }],
};
