import { expect, it } from "vitest";
import { Simulation } from "../../../electron/engine/connectors/demo/simulation.ts";
import type { Fingerprint } from "../../../shared/domain/alert.ts";
import { analyse, outcomeOf, proposalsOf } from "../../builders/analysis.ts";
import {
  aChangeBody,
  aLog,
  anAlertBody,
  anEdge,
  anEntity,
  aResolve,
  type Happening,
  withTicks,
} from "../../builders/log.ts";

const MINUTE = 60_000;
const STORY = "opening-pool";

/** What the simulation does until shortly after the story's height, as a log; arrivals late by `lateMs`. */
function logOf(simulation: Simulation, until: number, lateMs: (key: string) => number): Happening[] {
  const { entities, dependencies } = simulation.estate;
  const known = dependencies.filter(({ knowledge }) => knowledge !== "hidden");
  return [
    ...entities.map(({ key, name }): Happening => ({ receivedAt: 0, body: anEntity(key, name) })),
    ...known.map(({ from, to, confidence }): Happening => ({
      receivedAt: 0,
      body: anEdge(from.key, to.key, { confidence }),
    })),
    ...simulation.deploymentsBetween(0, until).map(({ at, entity, id, summary }): Happening => {
      return { receivedAt: at + lateMs(id), at, body: aChangeBody(entity.key, { changeId: id, summary }) };
    }),
    ...simulation
      .conditionsBetween(0, until)
      .flatMap(({ handle, entity, name, labels, from, to, stages }): Happening[] => {
        const late = lateMs(handle);
        const more = { name, labels, fingerprint: `${handle}/${from}` as Fingerprint };
        const reports = stages.map(({ at, severity, summary }, index): Happening => {
          const transition = index === 0 ? "opened" : "changed";
          return {
            receivedAt: at + late,
            body: anAlertBody(entity.key, from, { ...more, severity, summary, transition, version: index + 1 }),
          };
        });
        return [...reports, { receivedAt: to + late, body: aResolve(entity.key, from, { ...more, version: 9 }) }];
      }),
  ].filter(({ receivedAt }) => receivedAt >= 0 && receivedAt <= until);
}

/** A few digits of a text, the same for the same text. */
const digitsOf = (key: string): number =>
  [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9_973, 7);

for (const seed of [1, 2, 3, 5, 8, 13, 21, 34]) {
  it(`explains the checkout outage of demo estate ${seed} under other names and texts, in any order of arrival`, () => {
    const options = {
      seed,
      rename: (name: string) => `n${digitsOf(name)}`,
      retext: (text: string) => `t${digitsOf(text)}`,
    };
    const simulation = new Simulation(options);
    const { fault, conditions } = simulation
      .coursesBetween(0, 90 * MINUTE)
      .find((course) => course.fault.id === STORY)!;
    const until = fault.from + 10 * MINUTE;
    const orders = [() => 3_000, (key: string) => digitsOf(key)];
    const outcomes = orders.map((lateMs) => {
      const { proposals } = analyse(aLog(withTicks(logOf(simulation, until, lateMs), until)));
      const ours = conditions
        .filter(({ from }) => from < until - MINUTE)
        .map(({ handle, from }) => `${handle}/${from}`);
      const [id, incident] = [...outcomeOf(proposals)].find(([, { alerts }]) => alerts.includes(ours[0]!))!;
      expect(incident.alerts).toEqual(expect.arrayContaining(ours));
      expect(incident.firstCause).toBe(fault.root.key);
      const last = proposalsOf(proposals, "assess").findLast(({ incidentId }) => incidentId === id)!;
      expect(last.changes[0]?.changeId).toBe(fault.trigger!.id);
      return { id, firstCause: incident.firstCause };
    });
    expect(outcomes[1]).toEqual(outcomes[0]);
  });
}
