/**
 * Analysis: which alerts belong together, and what probably caused them. Pure classes and functions; `worker.ts` is the thread around them.
 *
 *   analysis.ts     reads log entries in order, hands out steps: proposals and the rows of state that changed
 *   correlation/    grouping: episodes of one entity, links between episodes, groups that links unite, life of an incident
 *   causes/         candidates, the evidence for and against each, ranking, suspect changes
 *   assess.ts       headline, severity, causes and reasons of one incident, from what is summed up per entity
 *   verdicts/       what operators say: groups that must or must not be linked, causes that are ruled out
 *   findings/       anomalies of watched series and log patterns, live: what begins, lasts and ends, and their checkpoints
 *   capacity/       when watched series reach their limits: hours of each, forecasts at its own times, what begins and ends a finding
 *   anomaly/ logs/  the detectors
 *   forecast/       what comes, between which bounds, and how likely a limit is reached
 *   state/          all that analysis knows, and its rows: written with each step, enough to go on after a restart
 *   topology.ts     entities and "depends on" edges as the log has told so far
 *   limits.ts       every window and bound
 *   loop.ts         reads the log in portions, at most two steps ahead of what has been applied
 *
 * Order does not matter within the hold: whether two episodes are linked depends only on their entities and starts, links only
 * add up, and an incident takes its identity from its earliest alert after all that may arrive in disorder is there.
 */
export { Analysis, EntryFault } from "./analysis.ts";
export type { FromAnalysis, ToAnalysis } from "./protocol.ts";
