import type { AlertReport, Muting } from "../../../../shared/domain/event.ts";
import { toReal, type Clock } from "./clock.ts";
import { colleagueFor } from "./colleague.ts";
import { livesAt, livesBetween, stageAt, worstStage, type Life } from "./lives.ts";
import { mutingOf, type SilenceBook } from "./silenceBook.ts";
import type { Simulation } from "./simulation.ts";
import { hintIn, type Tool } from "./tools.ts";

/** Who looks through which tool at which simulation, and whose acknowledgements are in force there. */
export type View = { simulation: Simulation; tool: Tool; clock: Clock; book: SilenceBook };

/** A view at a moment, in ms since the simulation began. */
export type Seen = { view: View; at: number };

/** All alerts of the tool that hold at a moment (ms since the simulation began). */
export function alertsAt(view: View, at: number): AlertReport[] {
  return livesAt(view.simulation, view.tool, at).map((life) => firing(view, life, at));
}

/** Everything that began or ended between two moments, in order of time: what a tool tells when asked for its history. */
export function historyBetween(view: View, from: number, to: number): AlertReport[] {
  const reports = livesBetween(view.simulation, view.tool, from, to).flatMap((life) =>
    life.to > to ? [firing(view, life, to)] : past(view, life),
  );
  return reports.sort((a, b) => a.at - b.at);
}

/** The acknowledgements of an alert that are in force, colleagues' first. */
export function mutingsOf({ simulation, clock, book }: View, life: Life, at: number): Muting[] {
  const theirs = colleagueFor(simulation.estate.seed, life);
  const isTheirs = theirs && theirs.from <= at && at < theirs.until && !book.isWithdrawn(theirs.effectId);
  const colleague = isTheirs ? [mutingOf({ ...theirs, until: toReal(clock, theirs.until) })] : [];
  return [...colleague, ...book.forHandle(life.condition.handle, toReal(clock, at)).map(mutingOf)];
}

function firing(view: View, life: Life, at: number): AlertReport {
  const mutings = mutingsOf(view, life, at);
  return {
    ...common(view, life),
    ...stageAt(life, at),
    state: mutings.length > 0 ? "suppressed" : "firing",
    at: toReal(view.clock, life.from),
    mutings,
  };
}

function past(view: View, life: Life): AlertReport[] {
  const told = { ...common(view, life), ...worstStage(life), mutings: [] };
  return [
    { ...told, state: "firing", at: toReal(view.clock, life.from) },
    { ...told, state: "resolved", at: toReal(view.clock, life.to) },
  ];
}

function common(
  { tool }: View,
  { condition }: Life,
): Pick<AlertReport, "kind" | "handle" | "name" | "labels" | "description" | "entity"> {
  const { handle, name, labels, description, entity } = condition;
  return {
    kind: "alert",
    handle,
    name,
    labels,
    entity: [hintIn(tool, entity)],
    ...(description !== null && { description }),
  };
}
