import { HOUR, MINUTE, SECOND, type Symptom } from "./faultKind.ts";
import type { Range } from "./random.ts";
import type { Severity } from "../../../../shared/domain/severity.ts";
import type { Role } from "./estate.ts";
import type { Metric } from "./metricNames.ts";
import type { Tool } from "./tools.ts";

type Noise = {
  tool: Tool;
  name: string;
  roles: readonly Role[];
  severity: Severity;
  text: string;
  description?: string;
  evidence?: readonly Metric[];
  pulseMs?: { on: number; off: number };
};

const noise = ({ severity, text, ...rest }: Noise): Symptom => ({
  ...rest,
  distance: [0, 0],
  probability: 1,
  delayMs: [0, 0],
  stages: [{ afterMs: 0, severity, text }],
});

/** Small things that come and go by themselves and mean nothing. */
export const PASSING: readonly Symptom[] = [
  noise({
    tool: "metrics",
    name: "HostHighCpuLoad",
    roles: ["node", "databaseHost"],
    severity: "warning",
    text: "CPU of {name} is above 70 %",
    evidence: ["cpu"],
  }),
  noise({
    tool: "metrics",
    name: "HostClockSkew",
    roles: ["node", "databaseHost"],
    severity: "info",
    text: "Clock of {name} is 60 ms off",
  }),
  noise({
    tool: "metrics",
    name: "ContainerThrottled",
    roles: ["api", "worker"],
    severity: "info",
    text: "CPU throttling of {name} is above 25 %",
    evidence: ["latency"],
  }),
  noise({
    tool: "database",
    name: "PostgreSQL: checkpoints too frequent",
    roles: ["database"],
    severity: "info",
    text: "{name}: checkpoints are occurring too frequently",
  }),
  noise({
    tool: "database",
    name: "Replication lag",
    roles: ["database"],
    severity: "warning",
    text: "{name}: standby lags by more than 30 s",
  }),
  noise({
    tool: "logs",
    name: "Slow query",
    roles: ["api", "worker"],
    severity: "info",
    text: "{name}: query took longer than 1 s",
  }),
  noise({
    tool: "logs",
    name: "Login failures",
    roles: ["bff", "web"],
    severity: "warning",
    text: "{name}: more failed logins than usual",
    description: "WARN login failed user={email} reason=bad_password",
  }),
  noise({
    tool: "kubernetes",
    name: "PodRestarted",
    roles: ["pod"],
    severity: "info",
    text: "Container app in pod {name} was restarted once",
    evidence: ["restarts"],
  }),
  noise({
    tool: "kubernetes",
    name: "ImagePullSlow",
    roles: ["pod"],
    severity: "info",
    text: "Pulling image for {name} took 74 s",
  }),
  noise({
    tool: "deployments",
    name: "Application out of sync",
    roles: ["api", "bff", "worker"],
    severity: "info",
    text: "{name} differs from its manifest",
  }),
  noise({
    tool: "network",
    name: "authenticationFailure",
    roles: ["switch", "router", "storeRouter"],
    severity: "info",
    text: "{name}: SNMP request with a wrong community",
  }),
  noise({
    tool: "network",
    name: "fanSpeedHigh",
    roles: ["switch", "router"],
    severity: "warning",
    text: "{name}: fan tray 1 above 80 % speed",
  }),
  noise({
    tool: "network",
    name: "linkFlapping",
    roles: ["storeRouter"],
    severity: "warning",
    text: "{name}: ge-0/0/2 changed state",
    pulseMs: { on: 35 * SECOND, off: 70 * SECOND },
  }),
];

/** Known and tolerated: stands for hours. */
export const STANDING: readonly Symptom[] = [
  noise({
    tool: "uptime",
    name: "Certificate expires soon",
    roles: ["web"],
    severity: "warning",
    text: "Certificate of {name} expires in 12 days",
  }),
  noise({
    tool: "metrics",
    name: "FilesystemFillingUp",
    roles: ["node"],
    severity: "warning",
    text: "/var/lib/containerd on {name} is above 80 %",
    evidence: ["disk"],
  }),
  noise({
    tool: "network",
    name: "powerSupplyRedundancyLost",
    roles: ["switch", "router"],
    severity: "minor",
    text: "{name}: power supply 2 has no input",
  }),
  noise({
    tool: "database",
    name: "Backup older than a day",
    roles: ["databaseHost"],
    severity: "warning",
    text: "{name}: last full backup is older than 26 h",
  }),
];

/** How often a slot of noise begins, how long each lasts, and the longest that can still be felt. */
export type NoiseTrack = { key: string; symptoms: readonly Symptom[]; slotMs: number; lastsMs: Range };

export const TRACKS: readonly NoiseTrack[] = [
  { key: "passing", symptoms: PASSING, slotMs: 110 * SECOND, lastsMs: [2 * MINUTE, 9 * MINUTE] },
  { key: "standing", symptoms: STANDING, slotMs: 90 * MINUTE, lastsMs: [2 * HOUR, 4 * HOUR] },
];
