import { MINUTE, SECOND, type FaultKind } from "../faultKind.ts";

/** A machine dies and takes its pods along; services with a second pod elsewhere limp on. */
export const hostDown: FaultKind = {
  name: "host down",
  roots: ["node"],
  weight: 2,
  durationMs: [9 * MINUTE, 16 * MINUTE],
  spread: { maximumHops: 2, hopDelayMs: [5 * SECOND, 30 * SECOND], probability: 0.95 },
  symptoms: [
    {
      tool: "metrics",
      name: "InstanceDown",
      roles: ["node"],
      distance: [0, 0],
      probability: 1,
      delayMs: [20 * SECOND, 45 * SECOND],
      stages: [{ afterMs: 0, severity: "critical", text: "{name} has been down for more than 1 minute" }],
      evidence: ["cpu"],
    },
    {
      tool: "kubernetes",
      name: "NodeNotReady",
      roles: ["node"],
      distance: [0, 0],
      probability: 1,
      delayMs: [35 * SECOND, 60 * SECOND],
      stages: [{ afterMs: 0, severity: "critical", text: "Node {name} status is now: NodeNotReady" }],
    },
    {
      tool: "kubernetes",
      name: "PodNotReady",
      roles: ["pod"],
      distance: [1, 1],
      probability: 0.95,
      delayMs: [30 * SECOND, 80 * SECOND],
      stages: [{ afterMs: 0, severity: "major", text: "Pod {name} is not ready: node is unreachable" }],
    },
    {
      tool: "metrics",
      name: "ReplicasUnavailable",
      roles: ["api", "bff", "web", "worker"],
      distance: [2, 2],
      probability: 0.8,
      delayMs: [40 * SECOND, 90 * SECOND],
      stages: [{ afterMs: 0, severity: "minor", text: "{name} runs with fewer replicas than wanted" }],
      evidence: ["latency", "errors"],
    },
  ],
  effects: [
    { metric: "cpu", roles: ["node"], distance: [0, 0], level: 0, rampMs: 5 * SECOND },
    { metric: "latency", roles: ["api", "bff", "web", "worker"], distance: [2, 2], level: 620, rampMs: 60 * SECOND },
    { metric: "errors", roles: ["api", "bff", "web", "worker"], distance: [2, 2], level: 3, rampMs: 60 * SECOND },
  ],
};
