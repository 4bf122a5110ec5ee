import { describe, expect, it } from "vitest";
import type { Fault } from "../../../../electron/engine/connectors/demo/fault.ts";
import { createScenario, reportsBetween } from "../../../../electron/engine/connectors/demo/scenario.ts";
import { Simulation } from "../../../../electron/engine/connectors/demo/simulation.ts";
import { MINUTE } from "./look.ts";

const HOUR = 60 * MINUTE;
const storyOnly = { quiet: true, include: ({ id }: Fault) => id === "opening-pool" };
const reversed = (name: string): string => `n${[...name].reverse().join("")}`;

describe("reports of a scenario", () => {
  it("begin with the topology, go on in order of arrival, and end with every alert resolved", () => {
    const arrivals = reportsBetween(createScenario(3, storyOnly), 30 * MINUTE, 80 * MINUTE, 5000);
    const alerts = arrivals.filter(({ report }) => report.kind === "alert");
    const last = new Map(alerts.map(({ report }) => [report.kind === "alert" ? report.handle : "", report]));
    expect(arrivals[0]?.report.kind).toBe("entity");
    expect(arrivals.map(({ at }) => at)).toEqual(arrivals.map(({ at }) => at).sort((a, b) => a - b));
    expect(last.size).toBeGreaterThanOrEqual(7);
    expect([...last.values()].every((report) => report.kind === "alert" && report.state === "resolved")).toBe(true);
  });

  it("tell each deployment once, whatever the step", () => {
    const ids = (stepMs: number): string[] =>
      reportsBetween(createScenario(3), 0, 2 * HOUR, stepMs).flatMap(({ report }) =>
        report.kind === "change" ? [report.id] : [],
      );
    expect(new Set(ids(5000)).size).toBe(ids(5000).length);
    expect(ids(60_000).sort()).toEqual(ids(5000).sort());
  });

  it("tell the same events under other names and in other words", () => {
    const plain = reportsBetween(createScenario(3, storyOnly), 30 * MINUTE, 80 * MINUTE, 5000);
    const other = reportsBetween(
      createScenario(3, { ...storyOnly, rename: reversed, retext: (said) => `§${said.length}` }),
      30 * MINUTE,
      80 * MINUTE,
      5000,
    );
    const shape = (arrivals: typeof plain) =>
      arrivals.map(({ at, tool, report }) => [at, tool, report.kind].join(" ")).sort();
    expect(shape(other)).toEqual(shape(plain));
    const said = JSON.stringify(other);
    const { estate } = createScenario(3).simulation;
    for (const { name } of estate.entities) expect(said.includes(`"${name}"`), name).toBe(false);
    expect(said).not.toContain("time-out");
    expect(said).not.toContain(estate.storyGroup);
  });
});

describe("a month of simulation", () => {
  const DAY = 24 * HOUR;

  it("needs no more memory at its end than at its beginning, and every moment can be asked for alone", () => {
    const simulation = new Simulation({ seed: 11 });
    for (let at = 0; at < 30 * DAY; at += 37 * MINUTE) simulation.conditionsBetween(at, at);
    const late = 30 * DAY + 7 * MINUTE;
    expect(new Simulation({ seed: 11 }).conditionsBetween(late, late)).toEqual(
      simulation.conditionsBetween(late, late),
    );
    expect(simulation.kept).toBeLessThanOrEqual(64 + 2 * 256);
  });

  it("begins a fault every seven minutes on average, of every kind, and ends each within the hour", () => {
    const simulation = new Simulation({ seed: 11, quiet: true });
    const faults = new Map(simulation.coursesBetween(2 * DAY, 3 * DAY).map(({ fault }) => [fault.id, fault]));
    const begun = [...faults.values()].filter(({ from }) => from >= 2 * DAY && from < 3 * DAY);
    expect(begun.length).toBeGreaterThan(195);
    expect(begun.length).toBeLessThan(215);
    expect(new Set(begun.map(({ kind }) => kind.name)).size).toBeGreaterThanOrEqual(7);
    for (const { conditions, fault } of simulation.coursesBetween(2 * DAY, 3 * DAY)) {
      for (const { to } of conditions) expect(to - fault.from).toBeLessThan(HOUR);
      expect(fault.trigger?.at ?? fault.from).toBeGreaterThan(fault.from - HOUR);
    }
  });

  it("keeps a flood away: never more than 60 alerts at once, over a week", () => {
    const simulation = new Simulation({ seed: 11 });
    for (let at = 0; at < 7 * DAY; at += 11 * MINUTE)
      expect(simulation.conditionsBetween(at, at).length).toBeLessThan(60);
  });
});
