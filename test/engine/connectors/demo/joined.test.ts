import { describe, expect, it } from "vitest";
import { START } from "../../../../shared/domain/position.ts";
import type { Proposal } from "../../../../shared/domain/proposal.ts";
import { DEFAULT_SCOPE } from "../../../../shared/domain/scope.ts";
import { Analysis } from "../../../../electron/engine/analysis/analysis.ts";
import { createScenario, reportsBetween, type Scenario } from "../../../../electron/engine/connectors/demo/scenario.ts";
import { DEMO_SEED } from "../../../../electron/engine/connectors/demo/settings.ts";
import { aliasIn, hintIn } from "../../../../electron/engine/connectors/demo/tools.ts";
import { fingerprintOf } from "../../../../electron/engine/pipeline/fingerprint.ts";
import { MINUTE } from "./look.ts";
import { logOf, shuffledBy } from "./replay.ts";

/** What analysis makes of the opening, noise and decoys included, and what was really behind it. */
function explain(scenario: Scenario, shuffle: { byMs: number; seed: string }) {
  const course = scenario.simulation
    .coursesBetween(45 * MINUTE, 45 * MINUTE)
    .find(({ fault }) => fault.id === "opening-pool")!;
  const arrivals = shuffledBy(reportsBetween(scenario, 20 * MINUTE, 50 * MINUTE, 5000), shuffle.byMs, shuffle.seed);
  const { entries, entities } = logOf(arrivals);
  const proposals = Analysis.restore([], START)
    .read(entries)
    .proposals.map(({ proposal }) => proposal);
  const truth = course.conditions.map(({ name, labels }) => fingerprintOf(DEFAULT_SCOPE, name, labels, new Set()));
  const incidents = incidentsOf(proposals);
  const [incident] = truth.map((fingerprint) => incidents.get(fingerprint));
  const assessed = proposals
    .filter((proposal) => proposal.kind === "assess")
    .findLast(({ incidentId }) => incidentId === incident);
  return {
    incidents: [...new Set(truth.map((fingerprint) => incidents.get(fingerprint) ?? "none"))],
    others: [...incidents].filter(([fingerprint, id]) => id === incident && !truth.some((ours) => ours === fingerprint))
      .length,
    cause: assessed?.causes[0]?.entityId,
    root: entities.find(DEFAULT_SCOPE, hintIn("inventory", course.fault.root)),
    change: assessed?.changes[0]?.changeId,
    trigger: course.fault.trigger!.id,
    named: aliasIn("database", course.fault.root)!.value,
  };
}

/** The incident of each alert in the end. */
function incidentsOf(proposals: readonly Proposal[]): Map<string, string> {
  const incidents = new Map<string, string>();
  for (const proposal of proposals) {
    if (proposal.kind === "join") incidents.set(proposal.fingerprint, proposal.incidentId);
    if (proposal.kind !== "merge") continue;
    for (const [fingerprint, id] of incidents)
      if (id === proposal.absorbed) incidents.set(fingerprint, proposal.incidentId);
  }
  return incidents;
}

const reversed = (name: string): string => `n${[...name].reverse().join("")}`;
const scrambled = (said: string): string =>
  [...said].map((sign) => String.fromCodePoint(0x4e00 + (sign.codePointAt(0)! % 500))).join("");

describe.each([DEMO_SEED, 1, 2, 3, 4, 5, 6, 8])("the opening story of seed %i, amid noise and decoys", (seed) => {
  it("becomes one incident, caused by the database, with the deployment beside it", () => {
    const { incidents, others, cause, root, change, trigger } = explain(createScenario(seed), {
      byMs: 1,
      seed: "in order",
    });
    expect(incidents).toHaveLength(1);
    expect(incidents).not.toContain("none");
    expect(others).toBeLessThanOrEqual(1);
    expect([cause, change]).toEqual([root, trigger]);
  });

  it("does so under other names, in other words and with arrivals shuffled by up to four seconds", () => {
    const scenario = createScenario(seed, { rename: reversed, retext: scrambled });
    const { incidents, cause, root, change, trigger, named } = explain(scenario, {
      byMs: 4000,
      seed: `shuffle ${seed}`,
    });
    expect(named).toMatch(/^n/);
    expect(incidents).toHaveLength(1);
    expect(incidents).not.toContain("none");
    expect([cause, change]).toEqual([root, trigger]);
  });
});
