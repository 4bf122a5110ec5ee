import { MINUTE, SECOND, type FaultKind } from "../faultKind.ts";

/** A database host's disk fills slowly; only when it is full does the database suffer. */
export const diskFilling: FaultKind = {
  name: "disk filling",
  roots: ["databaseHost"],
  weight: 2,
  durationMs: [20 * MINUTE, 35 * MINUTE],
  spread: { maximumHops: 1, hopDelayMs: [14 * MINUTE, 16 * MINUTE], probability: 1 },
  symptoms: [
    {
      tool: "metrics",
      name: "FilesystemAlmostFull",
      roles: ["databaseHost"],
      distance: [0, 0],
      probability: 1,
      delayMs: [10 * SECOND, 40 * SECOND],
      stages: [
        { afterMs: 0, severity: "warning", text: "/var/lib/postgresql on {name} is above 85 %" },
        { afterMs: 6 * MINUTE, severity: "minor", text: "/var/lib/postgresql on {name} is above 92 %" },
        { afterMs: 12 * MINUTE, severity: "major", text: "/var/lib/postgresql on {name} is above 98 %" },
      ],
      evidence: ["disk"],
    },
    {
      tool: "database",
      name: "PostgreSQL: write-ahead log cannot grow",
      roles: ["database"],
      distance: [1, 1],
      probability: 0.6,
      delayMs: [10 * SECOND, 50 * SECOND],
      stages: [{ afterMs: 0, severity: "critical", text: "{name}: could not extend file: No space left on device" }],
      evidence: ["disk", "cpu"],
    },
  ],
  effects: [{ metric: "disk", roles: ["databaseHost"], distance: [0, 0], level: 100, rampMs: 14 * MINUTE }],
};
