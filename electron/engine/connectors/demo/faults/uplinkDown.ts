import { MINUTE, SECOND, type FaultKind } from "../faultKind.ts";

/** The one line into a region breaks: everything behind it is out of reach, and says so piece by piece. */
export const uplinkDown: FaultKind = {
  name: "uplink down",
  roots: ["uplink"],
  weight: 2,
  durationMs: [12 * MINUTE, 30 * MINUTE],
  spread: { maximumHops: 2, hopDelayMs: [3 * SECOND, 25 * SECOND], probability: 0.97 },
  symptoms: [
    {
      tool: "network",
      name: "linkDown",
      roles: ["uplink"],
      distance: [0, 0],
      probability: 1,
      delayMs: [1 * SECOND, 6 * SECOND],
      stages: [{ afterMs: 0, severity: "critical", text: "{name}: ifOperStatus down on xe-0/0/1 (WAN uplink {site})" }],
      description: "IF-MIB::linkDown ifIndex.17 ifAdminStatus up ifOperStatus down",
      evidence: ["packetLoss"],
    },
    {
      tool: "network",
      name: "bgpBackwardTransition",
      roles: ["uplink"],
      distance: [0, 0],
      probability: 0.8,
      delayMs: [20 * SECOND, 60 * SECOND],
      stages: [
        { afterMs: 0, severity: "major", text: "{name}: BGP neighbour left the state established, hold timer expired" },
      ],
    },
    {
      tool: "network",
      name: "deviceUnreachable",
      roles: ["storeRouter"],
      distance: [1, 1],
      probability: 1,
      delayMs: [10 * SECOND, 60 * SECOND],
      stages: [{ afterMs: 0, severity: "major", text: "{name} does not answer to SNMP or ping" }],
      evidence: ["packetLoss"],
    },
    {
      tool: "uptime",
      name: "Heartbeat missing",
      roles: ["store"],
      distance: [2, 2],
      probability: 0.9,
      delayMs: [60 * SECOND, 150 * SECOND],
      stages: [{ afterMs: 0, severity: "major", text: "No {name} for 3 min: tills work offline" }],
      evidence: ["packetLoss"],
    },
  ],
  effects: [
    {
      metric: "packetLoss",
      roles: ["uplink", "storeRouter", "store"],
      distance: [0, 2],
      level: 100,
      rampMs: 5 * SECOND,
    },
  ],
};
