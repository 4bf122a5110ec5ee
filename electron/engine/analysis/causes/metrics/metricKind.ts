/** What a metric is about: how a component answers, what it consumes, or how much it is asked. */
export type MetricKind = "error" | "latency" | "processor" | "memory" | "traffic" | "other";

/** @property side `client`: it tells of calls to others, `host`: of the machine that several may share
 *  @property worse the direction in which it gets worse; 0 where both are strange */
export type MetricMeaning = { kind: MetricKind; side: "own" | "client" | "host"; worse: 1 | -1 | 0 };

type Rule = { words: RegExp; kind: MetricKind; worse: 1 | -1 | 0 };

/** The usual words of metric names; the first that fits counts. */
const RULES: readonly Rule[] = [
  { words: /error|fail|exception|5xx/, kind: "error", worse: 1 },
  { words: /avail|success/, kind: "error", worse: -1 },
  { words: /latency|duration|response|delay|gap|rtt|(^|[_.])p\d\d/, kind: "latency", worse: 1 },
  { words: /cpu|load|throttl/, kind: "processor", worse: 1 },
  { words: /mem|heap|rss/, kind: "memory", worse: 0 },
  { words: /request|workload|qps|rps|throughput|spans|lines|calls/, kind: "traffic", worse: 0 },
];
const OF_CLIENT = /client|outbound|egress/;
const OF_HOST = /^(node|host)[_.]/;

export function meaningOf(metric: string): MetricMeaning {
  const name = metric.toLowerCase();
  const { kind, worse } = RULES.find(({ words }) => words.test(name)) ?? { kind: "other", worse: 0 };
  return { kind, worse, side: OF_CLIENT.test(name) ? "client" : OF_HOST.test(name) ? "host" : "own" };
}
