import { rankOf, type Severity } from "../../../../shared/domain/severity.ts";
import type { Condition } from "./condition.ts";
import type { Simulation } from "./simulation.ts";
import type { Tool } from "./tools.ts";

/** A stretch in which one alert of a tool holds without a gap. Times in ms since the simulation began. */
export type Life = { condition: Condition; from: number; to: number };

/** The lives of a tool's alerts that touch the time between two moments, by handle in order of begin; overlaps are one life. */
export function livesBetween(simulation: Simulation, tool: Tool, from: number, to: number): Life[] {
  const byHandle = new Map<string, Life[]>();
  for (const condition of simulation.conditionsBetween(from, to)) {
    if (condition.tool !== tool) continue;
    const lives = byHandle.get(condition.handle) ?? [];
    lives.push(...pulsesOf(condition, from, to));
    byHandle.set(condition.handle, lives);
  }
  return [...byHandle.values()].flatMap(withoutOverlaps);
}

/** The alerts of a tool that hold at a moment. */
export const livesAt = (simulation: Simulation, tool: Tool, at: number): Life[] =>
  livesBetween(simulation, tool, at, at);

/** A steady condition is one life; a flapping one has a life for each pulse. */
function pulsesOf(condition: Condition, from: number, to: number): Life[] {
  if (!condition.pulseMs) return [{ condition, from: condition.from, to: condition.to }];
  const { on, off } = condition.pulseMs;
  const lives: Life[] = [];
  const first = Math.max(0, Math.floor((from - condition.from) / (on + off)));
  for (let begin = condition.from + first * (on + off); begin < condition.to && begin <= to; begin += on + off) {
    const end = Math.min(begin + on, condition.to);
    if (end > from) lives.push({ condition, from: begin, to: end });
  }
  return lives;
}

function withoutOverlaps(lives: Life[]): Life[] {
  const merged: Life[] = [];
  for (const life of lives.sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && life.from <= last.to) last.to = Math.max(last.to, life.to);
    else merged.push({ ...life });
  }
  return merged;
}

/** How the tool rates and words an alert at a moment: the last stage reached. */
export function stageAt({ condition }: Life, at: number): { severity: Severity; summary: string } {
  const reached = condition.stages.filter((stage) => stage.at <= at);
  return reached.at(-1) ?? condition.stages[0]!;
}

/** The worst rating within a life, for those that are over when they are first told. */
export function worstStage({ condition, to }: Life): { severity: Severity; summary: string } {
  const reached = condition.stages.filter((stage) => stage.at < to);
  return reached.reduce(
    (worst, stage) => (rankOf(stage.severity) >= rankOf(worst.severity) ? stage : worst),
    condition.stages[0]!,
  );
}
