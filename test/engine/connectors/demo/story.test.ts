import { describe, expect, it } from "vitest";
import type { AlertReport, EntityHint, EntityReport, Report } from "../../../../shared/domain/event.ts";
import type { EvidenceSeries } from "../../../../electron/engine/connectors/connector.ts";
import { Simulation } from "../../../../electron/engine/connectors/demo/simulation.ts";
import { DEMO_SEED } from "../../../../electron/engine/connectors/demo/settings.ts";
import { nameIn, TOOLS, type Tool } from "../../../../electron/engine/connectors/demo/tools.ts";
import { alertsIn, look, MINUTE, OPENED } from "./look.ts";

const HISTORY = 45 * MINUTE;
const SEEDS = [DEMO_SEED, 1, 2, 3, 4, 5, 6, 7];

/** The opening story as the simulation itself knows it. */
function story(seed: number) {
  const simulation = new Simulation({ seed });
  const course = simulation.coursesBetween(HISTORY, HISTORY).find(({ fault }) => fault.id === "opening-pool");
  if (!course?.fault.trigger || !course.fault.root.runsOn) throw new Error(`seed ${seed} has no story`);
  return {
    simulation,
    course,
    database: course.fault.root,
    host: course.fault.root.runsOn,
    trigger: course.fault.trigger,
  };
}

describe.each(SEEDS)("the opening story of seed %i", (seed) => {
  it("is seen by the database, metrics, logs and uptime tools, each under its own names", async () => {
    const { course, database } = story(seed);
    const { alerts } = look(seed);
    const handles = new Set(course.conditions.map(({ handle }) => handle));
    const seen = async (tool: Tool): Promise<AlertReport[]> =>
      (await alerts(tool)).filter(({ handle }) => handles.has(handle));
    const [inDatabase, inMetrics, inLogs] = await Promise.all([seen("database"), seen("metrics"), seen("logs")]);
    expect(inDatabase.map(({ labels }) => labels.host)).toEqual([nameIn("database", database)]);
    expect(inMetrics.filter(({ name }) => name === "HighRequestLatency").length).toBeGreaterThanOrEqual(2);
    expect(
      inMetrics.filter(({ name, severity }) => name === "HighErrorRate" && severity === "critical").length,
    ).toBeGreaterThanOrEqual(1);
    expect(inLogs.filter(({ summary }) => summary.includes("ETIMEDOUT")).length).toBeGreaterThanOrEqual(2);
  });

  it("begins with a deployment of one caller of the database, before the first alert", async () => {
    const { course, database, trigger, simulation } = story(seed);
    const { poll } = look(seed);
    const change = (await poll("deployments")).reports.find(
      (report) => report.kind === "change" && report.id === trigger.id,
    );
    expect(change).toMatchObject({
      entity: [{ namespace: "deployments/application", value: nameIn("deployments", trigger.entity) }],
    });
    expect(simulation.estate.dependents.get(database.key)).toContain(trigger.entity);
    expect(trigger.at).toBeLessThan(Math.min(...course.conditions.map(({ from }) => from)));
  });

  it("raises no alert on the CPU of the database or its machine while it lasts", () => {
    const { simulation, database, host, course } = story(seed);
    const about = simulation
      .conditionsBetween(course.fault.from, course.fault.to)
      .filter(({ entity }) => entity === database || entity === host);
    expect(
      about.filter(({ name, stages }) => /cpu/i.test(name + stages.map(({ summary }) => summary).join(" "))),
    ).toEqual([]);
    expect(about.map(({ faultId }) => faultId)).toEqual(["opening-pool"]);
  });

  it("shows connections at their limit and a CPU that never leaves its usual range", async () => {
    const { demo, settingsOf, io, alerts } = look(seed);
    const alert = (await alerts("database")).find(({ name }) => name === "PostgreSQL: too many connections");
    const request = {
      handle: alert!.handle,
      name: alert!.name,
      labels: alert!.labels,
      from: OPENED - 30 * MINUTE,
      to: OPENED + MINUTE,
      stepMs: 15_000,
    };
    const result = await demo.evidence!(settingsOf("database"), request, io);
    const series = result.ok ? result.value : [];
    const [connections, cpu] = series;
    expect(series.map(({ label }) => label.split(" · ")[0])).toEqual(["Connections in use", "CPU utilisation"]);
    expect(
      valuesBetween(connections!, OPENED - 3 * MINUTE, OPENED).every((value) => value >= connections!.threshold!),
    ).toBe(true);
    expect(Math.max(...valuesBetween(connections!, 0, OPENED - 10 * MINUTE))).toBeLessThan(connections!.threshold!);
    expect(Math.max(...valuesBetween(cpu!, 0, OPENED))).toBeLessThan(60);
    expect(connections!.points.at(-1)![0]).toBeLessThanOrEqual(OPENED);
  });
});

const valuesBetween = ({ points }: EvidenceSeries, from: number, to: number): number[] =>
  points.flatMap(([at, value]) => (at >= from && at <= to && value !== null ? [value] : []));

it("is told for every seed: a front, two callers and a database are hit, and somebody deployed", () => {
  for (let seed = 0; seed < 150; seed++) {
    const { course, trigger } = story(seed);
    const roles = new Set(course.impacts.map(({ entity }) => entity.role));
    expect([...roles], `seed ${seed}`).toEqual(expect.arrayContaining(["database", "api", "bff", "web"]));
    expect(course.impacts.filter(({ entity }) => entity.role === "api").length, `seed ${seed}`).toBeGreaterThanOrEqual(
      2,
    );
    expect(trigger.entity.role).toBe("api");
    expect(course.conditions.length, `seed ${seed}`).toBeGreaterThanOrEqual(7);
  }
});

it.each(SEEDS)(
  "can be joined: the inventory knows every name under which an alert or a change comes (seed %i)",
  async (seed) => {
    const { poll, time } = look(seed);
    const inventory = (await poll("inventory")).reports.filter(
      (report): report is EntityReport => report.kind === "entity",
    );
    const known = new Set(
      inventory.flatMap(({ aliases }) => aliases.map(({ namespace, value }) => `${namespace} ${value}`)),
    );
    for (let after = 0; after < 6; after++, time.now = OPENED + after * 61 * MINUTE) {
      for (const tool of TOOLS) {
        const result = await look(seed).demo.poll!(look(seed).settingsOf(tool), undefined, {
          ...look(seed).io,
          now: () => time.now,
        });
        if (!result.ok) continue;
        for (const report of result.value.reports) {
          const hints = hintsOf(report);
          if (report.kind !== "entity") expect(hints.length).toBeGreaterThan(0);
          for (const { namespace, value } of hints) expect(known).toContain(`${namespace} ${value}`);
        }
      }
    }
  },
);

it("puts something personal into log texts, so that there is something to mask", async () => {
  const { poll } = look(DEMO_SEED);
  const texts = alertsIn((await poll("logs")).reports).map(({ description }) => description ?? "");
  expect(texts.some((description) => /@example\.(org|net|com)/.test(description))).toBe(true);
  expect(texts.some((description) => /card=\d{4} /.test(description))).toBe(true);
});

it("gives no evidence for a handle that the tool never told", async () => {
  const { demo, settingsOf, io } = look(DEMO_SEED);
  const request = { handle: "nobody", name: "", labels: {}, from: OPENED - MINUTE, to: OPENED, stepMs: 1000 };
  expect(await demo.evidence!(settingsOf("database"), request, io)).toEqual({ ok: true, value: [] });
});

it("gives the same value for the same moment whatever the step, and never more than a thousand and one points", async () => {
  const { demo, settingsOf, io, alerts } = look(DEMO_SEED);
  const [alert] = await alerts("metrics");
  const ask = async (stepMs: number): Promise<EvidenceSeries> => {
    const result = await demo.evidence!(
      settingsOf("metrics"),
      { ...alert!, from: OPENED - 60 * MINUTE, to: OPENED, stepMs },
      io,
    );
    return result.ok ? result.value[0]! : Promise.reject(new Error(result.failure.kind));
  };
  const coarse = new Map((await ask(60_000)).points);
  const fine = await ask(20_000);
  for (const [at, value] of fine.points) if (coarse.has(at)) expect(coarse.get(at)).toBe(value);
  expect((await ask(1)).points.length).toBeLessThanOrEqual(1001);
});

function hintsOf(report: Report): EntityHint[] {
  switch (report.kind) {
    case "entity":
      return [];
    case "edge":
      return [report.from, report.to];
    case "samples":
      return report.series.flatMap(({ entity }) => entity);
    case "lines":
      return report.lines.flatMap(({ entity }) => entity);
    default:
      return report.entity;
  }
}
