import type { Memory } from "./collect.ts";
import type { EngineFacts } from "../../../electron/engine/api/access.ts";
import type { EngineMetrics } from "../../../electron/engine/listener/metrics.ts";

/** What the engine's process is asked. */
export type EngineRequest = { kind: "figures" } | { kind: "change"; id: string; entity: string } | { kind: "close" };

/** `memory`: after garbage has been collected in every thread. `cpuSeconds`: of the processor, by all its threads since it began. */
export type Figures = { metrics: EngineMetrics; facts: EngineFacts; memory: Memory; cpuSeconds: number };

/** What it says. `ready`: where it takes alerts, and where it serves the contract. `changed`: a change is on disk. */
export type EngineAnswer =
  | { kind: "ready"; url: string; apiUrl: string }
  | ({ kind: "figures" } & Figures)
  | { kind: "changed"; id: string; ok: boolean };
