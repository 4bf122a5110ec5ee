import type { Role } from "./estate.ts";
import type { Range } from "./random.ts";

export const METRICS = [
  "connections",
  "cpu",
  "latency",
  "errors",
  "queueLength",
  "disk",
  "packetLoss",
  "timeouts",
  "responseTime",
  "restarts",
  "certificate",
] as const;
export type Metric = (typeof METRICS)[number];

export type MetricKind = {
  unit: string;
  /** As the tool writes it; `{name}` is the tool's name for the entity. */
  label: string;
  /** Where the value lies on an ordinary day. */
  usual: Range;
  /** At which the rule fires; null when nobody watches it. */
  threshold: number | null;
  ceiling: number | null;
  /** Fraction by which single points scatter. */
  scatter: number;
};

/** What can be asked for as evidence. */
export const METRIC_KINDS: Record<Metric, MetricKind> = {
  connections: {
    unit: "",
    label: "Connections in use · {name}",
    usual: [70, 110],
    threshold: 190,
    ceiling: 200,
    scatter: 0.05,
  },
  cpu: { unit: "%", label: "CPU utilisation · {name}", usual: [28, 46], threshold: 85, ceiling: 100, scatter: 0.08 },
  latency: {
    unit: "ms",
    label: "p99 latency · {name}",
    usual: [90, 240],
    threshold: 800,
    ceiling: null,
    scatter: 0.09,
  },
  errors: { unit: "%", label: "5xx share · {name}", usual: [0.1, 0.5], threshold: 5, ceiling: 100, scatter: 0.2 },
  queueLength: {
    unit: "",
    label: "Messages ready · {name}",
    usual: [40, 220],
    threshold: 5000,
    ceiling: null,
    scatter: 0.15,
  },
  disk: { unit: "%", label: "Disk used · {name}", usual: [48, 66], threshold: 90, ceiling: 100, scatter: 0.002 },
  packetLoss: { unit: "%", label: "Packet loss · {name}", usual: [0, 0.4], threshold: 20, ceiling: 100, scatter: 0.3 },
  timeouts: {
    unit: "/min",
    label: "Time-out lines · {name}",
    usual: [0, 2],
    threshold: 30,
    ceiling: null,
    scatter: 0.25,
  },
  responseTime: {
    unit: "ms",
    label: "Response time · {name}",
    usual: [180, 420],
    threshold: 5000,
    ceiling: null,
    scatter: 0.12,
  },
  certificate: {
    unit: "s",
    label: "Certificate valid for · {name}",
    usual: [0, 0],
    threshold: null,
    ceiling: null,
    scatter: 0,
  },
  restarts: { unit: "", label: "Restarts in 10 min · {name}", usual: [0, 0], threshold: 3, ceiling: null, scatter: 0 },
};

/** The metric that describes a role best, when an alert names none. */
export const FALLBACK_METRIC: Partial<Record<Role, Metric>> = {
  database: "cpu",
  databaseHost: "cpu",
  node: "cpu",
  queue: "queueLength",
  web: "responseTime",
};
