import type { Message } from "../../../shared/domain/message.ts";
import type { OutboxState } from "../../../shared/domain/outbox.ts";
import { text, type TextKey } from "../../../shared/strings/index.ts";

/** The engine about itself, in numbers. */
export type EngineMetrics = {
  sources: {
    id: string;
    kind: string;
    eventsIn: number;
    ignored: Record<string, number>;
    lagMs: number | null;
    stale: boolean;
  }[];
  /** Batches that wait for the ingest thread. */
  queueDepth: number;
  /** Transactions of the ingest thread; `counts[i]` is how many took at most `upToMs[i]`, not cumulated. */
  transactions: { upToMs: readonly number[]; counts: readonly number[]; count: number; sumMs: number };
  /** How often and how long readers kept the writer from going on with a write-ahead log that had become too long. */
  checkpointWaits: { count: number; sumMs: number };
  databaseBytes: number;
  workerRestarts: number;
  /** Log entries that analysis has yet to see. */
  analysisLag: number;
  outbox: Partial<Record<OutboxState, number>>;
  activeAlerts: number;
  openIncidents: number;
  /** What keeps the engine from doing its work, such as a full disk; empty when nothing does. */
  problems: Message[];
};

type Labels = Record<string, string>;
type Sample = { suffix?: string; labels?: Labels; value: number };
type Metric = { name: string; type: "counter" | "gauge" | "histogram" | "summary"; help: TextKey; samples: Sample[] };

/** What `/metrics` says about the process. */
export type ProcessFacts = { version: string; startedAt: number; residentBytes: number; sockets: number };

/**
 * Prometheus text exposition format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats).
 * @param engine undefined while it restarts: its series are then absent instead of wrong
 */
export function renderMetrics(engine: EngineMetrics | undefined, facts: ProcessFacts): string {
  return `${[...(engine === undefined ? [] : engineMetrics(engine)), ...processMetrics(facts)].map(render).join("\n")}\n`;
}

export const METRICS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

const one = (value: number): Sample[] => [{ value }];

function engineMetrics(engine: EngineMetrics): Metric[] {
  const { sources } = engine;
  const perSource = (value: (source: (typeof sources)[number]) => number): Sample[] =>
    sources.map((source) => ({ labels: { source: source.id, kind: source.kind }, value: value(source) }));
  const ignored = sources.flatMap((source) =>
    Object.entries(source.ignored).map(([reason, value]) => ({ labels: { source: source.id, reason }, value })),
  );
  const lags = sources.flatMap(({ id, lagMs }) =>
    lagMs === null ? [] : [{ labels: { source: id }, value: lagMs / 1000 }],
  );
  const outbox = Object.entries(engine.outbox).map(([state, value]) => ({ labels: { state }, value }));
  return [
    {
      name: "watchfloor_events_total",
      type: "counter",
      help: "commandLine.metricEvents",
      samples: perSource((source) => source.eventsIn),
    },
    { name: "watchfloor_events_ignored_total", type: "counter", help: "commandLine.metricIgnored", samples: ignored },
    { name: "watchfloor_source_lag_seconds", type: "gauge", help: "commandLine.metricLag", samples: lags },
    {
      name: "watchfloor_source_stale",
      type: "gauge",
      help: "commandLine.metricStale",
      samples: perSource((source) => Number(source.stale)),
    },
    { name: "watchfloor_queue_depth", type: "gauge", help: "commandLine.metricQueue", samples: one(engine.queueDepth) },
    {
      name: "watchfloor_transaction_seconds",
      type: "histogram",
      help: "commandLine.metricTransaction",
      samples: histogram(engine.transactions),
    },
    {
      name: "watchfloor_checkpoint_wait_seconds",
      type: "summary",
      help: "commandLine.metricCheckpointWait",
      samples: sumAndCount(engine.checkpointWaits),
    },
    {
      name: "watchfloor_database_bytes",
      type: "gauge",
      help: "commandLine.metricDatabase",
      samples: one(engine.databaseBytes),
    },
    {
      name: "watchfloor_worker_restarts_total",
      type: "counter",
      help: "commandLine.metricRestarts",
      samples: one(engine.workerRestarts),
    },
    {
      name: "watchfloor_analysis_lag_entries",
      type: "gauge",
      help: "commandLine.metricAnalysisLag",
      samples: one(engine.analysisLag),
    },
    { name: "watchfloor_outbox_items", type: "gauge", help: "commandLine.metricOutbox", samples: outbox },
    {
      name: "watchfloor_alerts_active",
      type: "gauge",
      help: "commandLine.metricAlerts",
      samples: one(engine.activeAlerts),
    },
    {
      name: "watchfloor_incidents_open",
      type: "gauge",
      help: "commandLine.metricIncidents",
      samples: one(engine.openIncidents),
    },
    {
      name: "watchfloor_problems",
      type: "gauge",
      help: "commandLine.metricProblems",
      samples: one(engine.problems.length),
    },
  ];
}

function processMetrics({ version, startedAt, residentBytes, sockets }: ProcessFacts): Metric[] {
  return [
    {
      name: "watchfloor_build_info",
      type: "gauge",
      help: "commandLine.metricBuild",
      samples: [{ labels: { version }, value: 1 }],
    },
    { name: "watchfloor_connections", type: "gauge", help: "commandLine.metricConnections", samples: one(sockets) },
    {
      name: "process_start_time_seconds",
      type: "gauge",
      help: "commandLine.metricStart",
      samples: one(startedAt / 1000),
    },
    {
      name: "process_resident_memory_bytes",
      type: "gauge",
      help: "commandLine.metricMemory",
      samples: one(residentBytes),
    },
  ];
}

function histogram({ upToMs, counts, count, sumMs }: EngineMetrics["transactions"]): Sample[] {
  let soFar = 0;
  const buckets = upToMs.map((limit, index): Sample => {
    soFar += counts[index] ?? 0;
    return { suffix: "_bucket", labels: { le: String(limit / 1000) }, value: soFar };
  });
  return [...buckets, { suffix: "_bucket", labels: { le: "+Inf" }, value: count }, ...sumAndCount({ count, sumMs })];
}

const sumAndCount = ({ count, sumMs }: { count: number; sumMs: number }): Sample[] => [
  { suffix: "_sum", value: sumMs / 1000 },
  { suffix: "_count", value: count },
];

function render({ name, type, help, samples }: Metric): string {
  const lines = samples.map(
    ({ suffix = "", labels = {}, value }) => `${name}${suffix}${renderLabels(labels)} ${value}`,
  );
  return [`# HELP ${name} ${text(help)}`, `# TYPE ${name} ${type}`, ...lines].join("\n");
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escapeLabel = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
