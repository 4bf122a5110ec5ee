import type { Severity } from "../../../../shared/domain/severity.ts";
import type { Role } from "./estate.ts";
import type { Metric } from "./metricNames.ts";
import type { Range } from "./random.ts";
import type { Tool } from "./tools.ts";

/** From `afterMs` on the tool rates the condition so, in these words. */
export type Stage = { afterMs: number; severity: Severity; text: string };

/**
 * How one tool shows that an entity is hit. Texts are templates: `{name}` is the tool's own name for the entity, `{peer}` for
 * the one through which the fault came, `{site}`, `{email}` and `{card}` speak for themselves.
 */
export type Symptom = {
  tool: Tool;
  name: string;
  roles: readonly Role[];
  /** Hops from the root, both ends included. */
  distance: Range;
  probability: number;
  /** From the moment the entity is hit to the moment the tool says so. */
  delayMs: Range;
  stages: readonly [Stage, ...Stage[]];
  description?: string;
  /** What the tool can show for it, most telling first. */
  evidence?: readonly Metric[];
  /** Shown at a pod of the service, not at the service. */
  onPod?: boolean;
  /** The condition comes and goes. */
  pulseMs?: { on: number; off: number };
};

/** What a fault does to a metric of the entities that it hits: it climbs to `level` within `rampMs`. */
export type MetricEffect = { metric: Metric; roles: readonly Role[]; distance: Range; level: number; rampMs: number };

/** The deployment that brought the fault, and the one that takes it back. `{before}` and `{after}` are versions. */
export type Trigger = { on: "root" | "dependent"; leadMs: Range; summary: string; detail: string; rollback: string };

/** A way to fail, as data. The generator knows how to spread it and nothing of what it means. */
export type FaultKind = {
  name: string;
  roots: readonly Role[];
  /** How often it is drawn, relative to the others: a whole number. */
  weight: number;
  durationMs: Range;
  spread: { maximumHops: number; hopDelayMs: Range; probability: number };
  trigger?: Trigger;
  symptoms: readonly Symptom[];
  effects: readonly MetricEffect[];
};

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
