import { MINUTE, SECOND, type FaultKind } from "../faultKind.ts";

/** A release with a defect: the service itself fails, its callers pass the errors on. */
export const badRelease: FaultKind = {
  name: "bad release",
  roots: ["api", "bff"],
  weight: 3,
  durationMs: [9 * MINUTE, 18 * MINUTE],
  spread: { maximumHops: 2, hopDelayMs: [10 * SECOND, 40 * SECOND], probability: 0.8 },
  trigger: {
    on: "root",
    leadMs: [35 * SECOND, 70 * SECOND],
    summary: "{name} {before} → {after}",
    detail: "sync of prod: image tag {after}",
    rollback: "{name} {after} → {before} (rollback)",
  },
  symptoms: [
    {
      tool: "metrics",
      name: "HighErrorRate",
      roles: ["api", "bff"],
      distance: [0, 0],
      probability: 1,
      delayMs: [20 * SECOND, 60 * SECOND],
      stages: [{ afterMs: 0, severity: "critical", text: "5xx share of {name} is above 20 %" }],
      evidence: ["errors", "latency"],
    },
    {
      tool: "logs",
      name: "Unhandled exception",
      roles: ["api", "bff"],
      distance: [0, 0],
      probability: 0.95,
      delayMs: [10 * SECOND, 40 * SECOND],
      stages: [
        {
          afterMs: 0,
          severity: "major",
          text: "{name}: TypeError: cannot read properties of undefined (reading 'currency')",
        },
      ],
      description:
        "ERROR 500 POST /v2/quote user={email} TypeError: cannot read properties of undefined (reading 'currency')",
      evidence: ["timeouts"],
    },
    {
      tool: "deployments",
      name: "Application degraded",
      roles: ["api", "bff"],
      distance: [0, 0],
      probability: 0.7,
      delayMs: [60 * SECOND, 120 * SECOND],
      stages: [{ afterMs: 0, severity: "minor", text: "Application {name} is Degraded after its last sync" }],
    },
    {
      tool: "kubernetes",
      name: "BackOff",
      roles: ["api", "bff"],
      distance: [0, 0],
      probability: 0.6,
      delayMs: [50 * SECOND, 110 * SECOND],
      stages: [{ afterMs: 0, severity: "major", text: "Back-off restarting failed container app in pod {name}" }],
      onPod: true,
      evidence: ["restarts"],
    },
    {
      tool: "metrics",
      name: "HighErrorRate",
      roles: ["api", "bff", "web"],
      distance: [1, 2],
      probability: 0.9,
      delayMs: [40 * SECOND, 100 * SECOND],
      stages: [{ afterMs: 0, severity: "major", text: "5xx share of {name} is above 5 %" }],
      evidence: ["errors"],
    },
  ],
  effects: [
    { metric: "errors", roles: ["api", "bff"], distance: [0, 0], level: 38, rampMs: 40 * SECOND },
    { metric: "errors", roles: ["api", "bff", "web"], distance: [1, 2], level: 11, rampMs: 60 * SECOND },
    { metric: "timeouts", roles: ["api", "bff"], distance: [0, 0], level: 90, rampMs: 40 * SECOND },
    { metric: "restarts", roles: ["pod"], distance: [0, 1], level: 5, rampMs: 3 * MINUTE },
  ],
};
