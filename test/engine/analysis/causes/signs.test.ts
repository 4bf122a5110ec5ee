import { describe, expect, it } from "vitest";
import { signsAround, type Sign } from "../../../../electron/engine/analysis/causes/signs.ts";
import type { Entity } from "../../../../electron/engine/analysis/topology.ts";
import type { EntityId } from "../../../../shared/domain/entity.ts";
import { analyse, proposalsOf } from "../../../builders/analysis.ts";
import { scatterAt } from "../../../builders/findings.ts";
import { aLog, anAlertBody, anEdge, type Happening, T0, withTicks } from "../../../builders/log.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const STEP = 15 * SECOND;
const FAULT = 300;

/** Two services alert because of a database that only a metric tells of; its connections jump a minute before the first alert. */
function outage(jump: number, more: readonly Happening[] = []): Happening[] {
  const samples = Array.from({ length: FAULT + 40 }, (_, step): Happening => {
    const value = 100 + 10 * scatterAt(step * 31) + (step >= FAULT ? jump : 0);
    const sample = { seriesId: "m1", entityId: "db" as EntityId, at: T0 + step * STEP, value };
    return { receivedAt: step * STEP, body: { kind: "samples", samples: [sample] } };
  });
  const at = FAULT * STEP + MINUTE;
  const alerts = ["web", "api"].map((entity, index): Happening => ({
    receivedAt: at + index * SECOND,
    body: anAlertBody(entity, at + index * SECOND),
  }));
  const edges = ["web", "api"].map((entity): Happening => ({ receivedAt: 0, body: anEdge(entity, "db") }));
  const all = [...edges, ...samples, ...alerts, ...more];
  return withTicks(
    all.toSorted((one, other) => one.receivedAt - other.receivedAt),
    (FAULT + 44) * STEP,
  );
}

const causeIn = (
  happenings: readonly Happening[],
  sizes?: readonly number[],
  restarts?: (batch: number) => boolean,
) => {
  const { proposals } = analyse(aLog(happenings), sizes, restarts);
  const causes = proposalsOf(proposals, "assess").at(-1)!.causes;
  const database = causes.find(({ entityId }) => entityId === "db")!;
  return { proposals, probability: database.probability, codes: database.reasons.map(({ code }) => code) };
};

describe("an anomaly at a silent dependency", () => {
  it("speaks for it as the cause, a little, and says so", () => {
    const without = causeIn(outage(0));
    const found = causeIn(outage(80));
    expect(without.codes).not.toContain("reason.anomalyBefore");
    expect(found.codes).toContain("reason.anomalyBefore");
    expect(found.probability).toBeGreaterThan(without.probability);
    expect(found.probability - without.probability).toBeLessThan(0.2);
  });

  it("speaks no more once an operator has said that it is none, and again when that is taken back", () => {
    const [finding] = proposalsOf(causeIn(outage(80)).proposals, "finding");
    const { id, subject, what } = finding!.finding;
    const say = (action: "not-an-anomaly" | "an-anomaly", receivedAt: number): Happening => ({
      receivedAt,
      body: { kind: "operator", action, by: "ada", subject: id, text: `${subject} ${what}` },
    });
    const first = say("not-an-anomaly", FAULT * STEP + 3 * MINUTE);
    const second = say("an-anomaly", FAULT * STEP + 4 * MINUTE);
    expect(causeIn(outage(80, [first])).codes).not.toContain("reason.anomalyBefore");
    expect(causeIn(outage(80, [first, second])).codes).toContain("reason.anomalyBefore");
  });
});

describe("signs", () => {
  const entity = {} as Entity;
  const START = 1_000 * MINUTE;
  const sign = (more: Partial<Sign>): Sign => ({
    ...{ id: "s", entity, kind: "metric", since: START, endedAt: null, isDismissed: false },
    ...more,
  });
  const counted = (more: Partial<Sign>): boolean => signsAround([sign(more)], START).size > 0;

  it("count from half an hour before the first alert to two minutes after it, if they lasted until then", () => {
    expect(counted({ since: START - 30 * MINUTE })).toBe(true);
    expect(counted({ since: START - 30 * MINUTE - 1 })).toBe(false);
    expect(counted({ since: START + 2 * MINUTE })).toBe(true);
    expect(counted({ since: START + 2 * MINUTE + 1 })).toBe(false);
    expect(counted({ since: START - 9 * MINUTE, endedAt: START - 2 * MINUTE })).toBe(true);
    expect(counted({ since: START - 9 * MINUTE, endedAt: START - 2 * MINUTE - 1 })).toBe(false);
    expect(counted({ isDismissed: true })).toBe(false);
  });

  it("are counted by kind, and come before the first alert when any came ten seconds before", () => {
    const at = (since: number, kind: Sign["kind"]): Sign => sign({ since, kind });
    const same = signsAround([at(START - 10 * SECOND, "metric"), at(START, "log")], START).get(entity);
    expect(same).toEqual({ metrics: 1, logs: 1, firstAt: START - 10 * SECOND, isBefore: false });
    expect(signsAround([at(START - 10 * SECOND - 1, "log")], START).get(entity)!.isBefore).toBe(true);
  });
});
