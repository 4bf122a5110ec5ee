import type { Measured } from "../../electron/engine/analysis/causes/metrics/deviation.ts";
import type { FaultCase } from "../../electron/engine/analysis/causes/metrics/rankComponents.ts";
import { seeded } from "./series.ts";

/** @property slow how many times as slow each named component answers @property busy the same for its processor @property failing share of failed calls */
export type Fault = {
  slow?: Record<string, number>;
  busy?: Record<string, number>;
  failing?: Record<string, number>;
  seed?: number;
};

const COMPONENTS = ["shop", "cart", "payment", "stock", "bank", "store"];
const DEPENDENCIES = [
  ["shop", "cart"],
  ["shop", "payment"],
  ["cart", "stock"],
  ["payment", "bank"],
  ["stock", "store"],
] as const;

/** A small shop in the five minutes of a fault after a normal hour; noticed as slow answers of its front. */
export function aFaultCase({ slow = {}, busy = {}, failing = {}, seed = 1 }: Fault = {}): FaultCase {
  const random = seeded(seed);
  const values = (count: number, usual: number, factor = 1): Float64Array =>
    Float64Array.from({ length: count }, () => usual * factor * (0.9 + 0.2 * random()));
  const measured = (usual: number, factor = 1): Measured => ({
    baseline: values(120, usual),
    before: values(10, usual),
    window: values(5, usual, factor),
  });
  const measurements = new Map(
    COMPONENTS.map((component) => [
      component,
      new Map([
        ["latency.p90", measured(50, slow[component])],
        ["cpu", measured(0.3, busy[component])],
        ["memory", measured(1e9)],
        ["requests", measured(100)],
        ["success", measured(1, 1 - (failing[component] ?? 0))],
      ]),
    ]),
  );
  const target = { component: "shop", metric: "latency.p90" };
  return { candidates: COMPONENTS, dependencies: DEPENDENCIES, target, measurements };
}

/** A component that became slow, and its callers that wait for it: of each delay most is passed on. */
export function slowBelow(root: string, factor: number): Record<string, number> {
  const slow: Record<string, number> = { [root]: factor };
  for (let at = root, delay = factor - 1; at !== "shop";) {
    delay *= 0.8;
    at = DEPENDENCIES.find(([, to]) => to === at)![0];
    slow[at] = 1 + delay;
  }
  return slow;
}
