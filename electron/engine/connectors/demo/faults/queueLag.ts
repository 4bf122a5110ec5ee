import { MINUTE, SECOND, type FaultKind } from "../faultKind.ts";

/** Consumers fall behind: the queue grows, jobs grow old, producers are blocked in the end. */
export const queueLag: FaultKind = {
  name: "queue lag",
  roots: ["queue"],
  weight: 2,
  durationMs: [12 * MINUTE, 22 * MINUTE],
  spread: { maximumHops: 1, hopDelayMs: [60 * SECOND, 150 * SECOND], probability: 1 },
  symptoms: [
    {
      tool: "metrics",
      name: "QueueBacklogGrowing",
      roles: ["queue"],
      distance: [0, 0],
      probability: 1,
      delayMs: [20 * SECOND, 50 * SECOND],
      stages: [
        { afterMs: 0, severity: "warning", text: "Queue {name} grows for 5 min" },
        { afterMs: 4 * MINUTE, severity: "major", text: "Queue {name} holds more than 5 000 messages" },
      ],
      evidence: ["queueLength"],
    },
    {
      tool: "logs",
      name: "Jobs too old",
      roles: ["worker"],
      distance: [1, 1],
      probability: 0.95,
      delayMs: [30 * SECOND, 90 * SECOND],
      stages: [{ afterMs: 0, severity: "minor", text: "{name}: oldest job waits longer than 300 s" }],
      description: "WARN job 8f3a retried 4 times, next in 120 s, recipient={email}",
      evidence: ["timeouts"],
    },
    {
      tool: "logs",
      name: "Publish blocked",
      roles: ["api"],
      distance: [1, 1],
      probability: 0.5,
      delayMs: [3 * MINUTE, 5 * MINUTE],
      stages: [{ afterMs: 0, severity: "minor", text: "{name}: publish to {peer} blocked by flow control" }],
      evidence: ["timeouts"],
    },
  ],
  effects: [
    { metric: "queueLength", roles: ["queue"], distance: [0, 0], level: 9200, rampMs: 7 * MINUTE },
    { metric: "timeouts", roles: ["worker", "api"], distance: [1, 1], level: 60, rampMs: 3 * MINUTE },
  ],
};
