import { z } from "zod";
import type { Measured } from "../engine/analysis/causes/metrics/deviation.ts";
import type { FaultCase } from "../engine/analysis/causes/metrics/rankComponents.ts";
import { badLine } from "./input-lines.ts";
import { jsonLines, type JsonLine } from "./json-lines.ts";

const Values = z.record(z.string(), z.record(z.string(), z.array(z.number().nullable())));
const Samples = z.object({ t: z.array(z.number()), series: Values });
const Environment = z.object({
  id: z.string(),
  stepSec: z.number().positive(),
  components: z.array(z.object({ id: z.string(), candidate: z.boolean().default(true) })),
  edges: z.array(z.tuple([z.string(), z.string(), z.string()])),
  baseline: Samples.nullish(),
  /** Measured only around faults: of all cases of the environment. */
  aux: Samples.nullish(),
});
type Environment = z.infer<typeof Environment>;
const Case = Samples.extend({
  id: z.string(),
  env: z.string(),
  target: z.object({ component: z.string(), metric: z.string() }).nullish(),
  window: z.object({ start: z.number(), end: z.number() }),
  baseline: Samples.nullish(),
});
type Case = z.infer<typeof Case>;

/** Time around a fault from which auxiliary values count neither as of normal times nor, but for its last minute, as of the fault. */
const GUARD_SEC = 300;
const EARLY_SEC = 60;

/** The cases of a file with environments before the cases that name them. @throws BadUsage naming file and line */
export async function* faultCases(file: string): AsyncGenerator<{ id: string; fault: FaultCase }> {
  const environments = new Map<string, Environment>();
  for await (const line of jsonLines(file)) {
    if (line.value.kind === "env") {
      const environment = parse(line, Environment);
      environments.set(environment.id, environment);
    } else {
      const found = parse(line, Case);
      const environment = environments.get(found.env);
      if (environment === undefined) throw badLine(line.line, "commandLine.causesNoEnvironment", { id: found.env });
      yield { id: found.id, fault: faultOf(found, environment) };
    }
  }
}

function parse<Shape extends z.ZodType>({ line, value }: JsonLine, shape: Shape): z.infer<Shape> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  throw badLine(line, "commandLine.jsonShape", { field: result.error.issues[0]?.path.join(".") ?? "" });
}

function faultOf(found: Case, environment: Environment): FaultCase {
  const measurements = new Map<string, Map<string, Measured>>();
  const add = (component: string, metric: string, measured: Measured): void => {
    const metrics = measurements.get(component) ?? new Map<string, Measured>();
    measurements.set(component, metrics.set(metric, measured));
  };
  const baseline = found.baseline ?? environment.baseline;
  const { start, end } = found.window;
  const first = start - environment.stepSec;
  for (const [component, metric, values] of seriesOf(found)) {
    const normal = baseline?.series[component]?.[metric];
    if (normal === undefined) continue;
    const part = (inPart: (at: number) => boolean) => numbersOf(values.filter((_, index) => inPart(found.t[index]!)));
    add(component, metric, {
      baseline: numbersOf(normal),
      before: part((at) => at < first),
      window: part((at) => at >= first && at <= end),
    });
  }
  for (const [component, metric, values] of seriesOf(environment.aux)) {
    const times = environment.aux!.t;
    const part = (inPart: (at: number) => boolean) => numbersOf(values.filter((_, index) => inPart(times[index]!)));
    add(component, metric, {
      baseline: part((at) => at < start - GUARD_SEC || at > end + GUARD_SEC),
      before: new Float64Array(0),
      window: part((at) => at >= start - EARLY_SEC && at <= end),
    });
  }
  return {
    candidates: environment.components.filter(({ candidate }) => candidate).map(({ id }) => id),
    dependencies: environment.edges.filter(([, , kind]) => kind !== "runs_on").map(([from, to]) => [from, to]),
    target: found.target ?? undefined,
    measurements,
  };
}

function* seriesOf(
  samples: z.infer<typeof Samples> | null | undefined,
): Generator<[component: string, metric: string, values: (number | null)[]]> {
  for (const [component, metrics] of Object.entries(samples?.series ?? {})) {
    for (const [metric, values] of Object.entries(metrics)) yield [component, metric, values];
  }
}

const numbersOf = (values: readonly (number | null)[]): Float64Array =>
  Float64Array.from(values, (value) => value ?? Number.NaN);
