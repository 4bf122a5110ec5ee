import type { SamplesReport } from "../../../../shared/domain/event.ts";
import { text } from "../../../../shared/strings/index.ts";
import { serviceHint } from "./service.ts";
import type { Statistics, Totals } from "./statistics.ts";

const MINUTE_MS = 60_000;
/** Spans come in batches: a minute is told when it is over for so long. */
const SETTLED_MS = 30_000;
/** Values in one report, so that one entry of the log stays small. */
const PORTION = 500;

const METRICS: readonly { name: string; unit: string; valueOf(totals: Totals): number | null }[] = [
  { name: text("settings.otlp.metric.requests"), unit: "/min", valueOf: ({ requests }) => requests },
  {
    name: text("settings.otlp.metric.errors"),
    unit: "%",
    valueOf: ({ requests, failures }) => (requests === 0 ? null : (100 * failures) / requests),
  },
  { name: text("settings.otlp.metric.latency"), unit: "ms", valueOf: ({ p95Ms }) => p95Ms },
];

/** Requests, share of errors and latency of each service, a value for each minute that is over. */
export class SpanFeed {
  #toldUpTo: number;

  /** The minute of the start is not whole. @param startedAt epoch ms */
  constructor(startedAt: number) {
    this.#toldUpTo = Math.floor(startedAt / MINUTE_MS);
  }

  take(statistics: Statistics, now: number): SamplesReport[] {
    const last = Math.floor((now - SETTLED_MS) / MINUTE_MS) - 1;
    if (last <= this.#toldUpTo) return [];
    const from = (this.#toldUpTo + 1) * MINUTE_MS;
    const to = last * MINUTE_MS;
    this.#toldUpTo = last;
    const all = [...statistics.services()].flatMap((service) =>
      seriesOf(service, statistics.series(service, from, to)),
    );
    const reports: SamplesReport[] = [];
    const size = Math.max(1, Math.floor(PORTION / (last - from / MINUTE_MS + 1)));
    for (let first = 0; first < all.length; first += size)
      reports.push({ kind: "samples", series: all.slice(first, first + size) });
    return reports;
  }
}

function seriesOf(service: string, minutes: readonly ({ at: number } & Totals)[]): SamplesReport["series"] {
  return METRICS.map(({ name, unit, valueOf }) => ({
    name,
    unit,
    labels: { "service.name": service },
    entity: [serviceHint(service)],
    points: minutes.flatMap(({ at, ...totals }): [number, number][] => {
      const value = valueOf(totals);
      return value === null ? [] : [[at, value]];
    }),
  })).filter(({ points }) => points.length > 0);
}
