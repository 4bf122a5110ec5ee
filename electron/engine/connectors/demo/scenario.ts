import type { Report } from "../../../../shared/domain/event.ts";
import { alertsAt } from "./alertReports.ts";
import { changesBetween } from "./changeReports.ts";
import { toReal, toSimulated, type Clock } from "./clock.ts";
import { SilenceBook } from "./silenceBook.ts";
import { Simulation, type SimulationOptions } from "./simulation.ts";
import { TOOLS, type Tool } from "./tools.ts";
import { topologyReports } from "./topologyReports.ts";

/** A simulation with its place in time. */
export type Scenario = { simulation: Simulation; clock: Clock; book: SilenceBook };

const RANK: Record<Report["kind"], number> = { entity: 0, edge: 1, change: 2, alert: 3, samples: 4, lines: 4 };

/** Arrival of a report, epoch ms, and the tool that brought it. */
export type Arrival = { at: number; tool: Tool; report: Report };

/** A scenario that tests can reword: `rename` turns every name of the estate into another, `retext` every text of an alert. */
export function createScenario(
  seed: number,
  options: Omit<SimulationOptions, "seed"> & { startedAt?: number } = {},
): Scenario {
  const { startedAt = 0, ...rest } = options;
  return { simulation: new Simulation({ seed, ...rest }), clock: { startedAt, speed: 1 }, book: new SilenceBook() };
}

/**
 * Everything that the tools would tell from `from` to `to` (epoch ms) when asked every `stepMs`: the topology first, then
 * changes and the transitions of alerts (begun, rated anew, ended) with the moment at which a poll would have brought them.
 */
export function reportsBetween(scenario: Scenario, from: number, to: number, stepMs: number): Arrival[] {
  return TOOLS.flatMap((tool) => arrivalsOf(scenario, tool, from, to, stepMs)).sort(
    (a, b) => a.at - b.at || RANK[a.report.kind] - RANK[b.report.kind],
  );
}

function arrivalsOf(
  { simulation, clock, book }: Scenario,
  tool: Tool,
  from: number,
  to: number,
  stepMs: number,
): Arrival[] {
  const view = { simulation, tool, clock, book };
  const arrivals: Arrival[] = topologyReports(simulation.estate, tool).map((report) => ({ at: from, tool, report }));
  const told = new Map<string, Report & { kind: "alert" }>();
  for (let at = from; at <= to; at += stepMs) {
    const moment = toSimulated(clock, at);
    const fresh = changesBetween(view, Math.max(0, toSimulated(clock, at - stepMs) + (at === from ? 0 : 1)), moment);
    arrivals.push(...fresh.map((report) => ({ at, tool, report })));
    const alerts = alertsAt(view, moment);
    const present = new Set(alerts.map(({ handle }) => handle));
    for (const [handle, last] of told) {
      if (present.has(handle)) continue;
      arrivals.push({ at, tool, report: { ...last, state: "resolved", at: toReal(clock, moment) } });
      told.delete(handle);
    }
    for (const report of alerts) {
      const last = told.get(report.handle);
      told.set(report.handle, report);
      if (last?.severity !== report.severity || last.state !== report.state) arrivals.push({ at, tool, report });
    }
  }
  return arrivals;
}
