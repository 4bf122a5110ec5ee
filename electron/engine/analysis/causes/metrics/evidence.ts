import { deviationOf, quantile, type Measured } from "./deviation.ts";
import { meaningOf, type MetricKind, type MetricMeaning } from "./metricKind.ts";

/** A metric that deviates: how far, in spreads of its normal times, and what that is worth as evidence. */
export type Deviation = { metric: string; kind: MetricKind; deviation: number; weight: number };

export type Measurements = ReadonlyMap<string, ReadonlyMap<string, Measured>>;

/** Spreads up to which a deviation is no evidence. */
const NOTABLE = 3;
/** Evidence is the logarithm of the deviation over that, at most this: beyond some 160 spreads more is not stranger. */
const MOST_EVIDENCE = 4;
/** A resource that most others use more too is no evidence against one of them: there is more load. Symptoms spread by themselves. */
const PEER_QUANTILE = 0.75;
const LEAST_PEERS = 5;
/** A slow call is seen by its caller's client, a busy host by all on it. */
const SIDE_WEIGHT: Record<MetricMeaning["side"], number> = { own: 1, client: 0.3, host: 0.2 };

/** Errors and latency pass from a component to its callers; what it consumes does not. */
export const isSymptom = (kind: MetricKind): boolean => kind === "error" || kind === "latency";

/** What deviates at each component, whatever explains it. */
export function evidenceOf(measurements: Measurements): Map<string, Map<string, Deviation>> {
  const evidence = new Map<string, Map<string, Deviation>>();
  const byMetric = new Map<string, Deviation[]>();
  for (const [component, metrics] of measurements) {
    const own = new Map<string, Deviation>();
    for (const [metric, measured] of metrics) {
      const meaning = meaningOf(metric);
      const deviation = deviationOf(measured, meaning);
      if (deviation === undefined) continue;
      const weight = Math.min(MOST_EVIDENCE, Math.max(0, Math.log(Math.max(deviation, SMALLEST) / NOTABLE)));
      const found = { metric, kind: meaning.kind, deviation, weight };
      own.set(metric, found);
      const peers = byMetric.get(metric);
      if (peers === undefined) byMetric.set(metric, [found]);
      else peers.push(found);
    }
    evidence.set(component, own);
  }
  for (const [metric, peers] of byMetric) {
    const { kind, side } = meaningOf(metric);
    const common = isSymptom(kind) || peers.length < LEAST_PEERS ? 0 : commonWeight(peers);
    for (const found of peers) found.weight = SIDE_WEIGHT[side] * Math.max(0, found.weight - common);
  }
  return evidence;
}

/** Logarithms need a number above 0. */
const SMALLEST = 1e-9;

const commonWeight = (peers: readonly Deviation[]): number =>
  quantile(Float64Array.from(peers, ({ weight }) => weight).toSorted(), PEER_QUANTILE);
