import { describe, expect, it } from "vitest";
import type { Verdict } from "../../../../shared/domain/verdict.ts";
import { analyse, outcomeOf, proposalsOf } from "../../../builders/analysis.ts";
import { aLog, anAlertBody, anEdge, aResolve, type Happening, withTicks } from "../../../builders/log.ts";
import { aMerge, aNotCause, aSplit, aVerdictBody } from "../../../builders/verdict.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const alert = (entity: string, at: number, more: Parameters<typeof anAlertBody>[2] = {}): Happening => ({
  receivedAt: at,
  body: anAlertBody(entity, at, more),
});
const edge = (from: string, to: string): Happening => ({ receivedAt: 0, body: anEdge(from, to) });
const say = (at: number, verdict: Verdict, id = "v1"): Happening => ({
  receivedAt: at,
  body: aVerdictBody(verdict, id),
});
const takeBack = (at: number, verdict: Verdict, id = "v1"): Happening => ({
  receivedAt: at,
  body: aVerdictBody(verdict, id, "taken-back"),
});
const run = (happenings: readonly Happening[], minutes = 10) =>
  analyse(aLog(withTicks(happenings, minutes * MINUTE))).proposals;
const ids = (happenings: readonly Happening[]) =>
  proposalsOf(run(happenings), "open").map(({ incidentId }) => incidentId as string);

/** Who is with whom at the end: the last incident that each alert joined, merges followed. */
function groups(proposals: ReturnType<typeof run>): string[][] {
  const at = new Map<string, string>();
  for (const { proposal } of proposals) {
    if (proposal.kind === "join") at.set(proposal.fingerprint, proposal.incidentId);
    if (proposal.kind !== "merge") continue;
    for (const [alertId, incidentId] of at) if (incidentId === proposal.absorbed) at.set(alertId, proposal.incidentId);
  }
  const byIncident = Map.groupBy(at.keys(), (alertId) => at.get(alertId)!);
  return [...byIncident.values()].map((members) => members.sort()).sort();
}

const apart = [alert("a", 0), alert("z", 0)];
const together = [edge("web", "db"), edge("api", "db"), alert("db", 0), alert("web", SECOND), alert("api", 2 * SECOND)];

describe("merge", () => {
  const [one, other] = ids(apart) as [string, string];
  const verdict = aMerge(one, other);

  it("makes one incident of two, with who said so as the reason", () => {
    const proposals = run([...apart, say(MINUTE, verdict)]);
    expect(groups(proposals)).toEqual([["a:Latency", "z:Latency"]]);
    expect(proposalsOf(proposals, "merge")[0]?.reasons).toEqual([
      { code: "why.mergedBy", params: { by: "Ada" }, weight: 1 },
    ]);
  });
  it("holds for what comes later at either end", () => {
    const later = [alert("a", 3 * MINUTE, { name: "Late" }), alert("z", 3 * MINUTE, { name: "Late" })];
    expect(groups(run([...apart, say(MINUTE, verdict), ...later]))).toHaveLength(1);
  });
  it("is undone: the incident that was merged away is there again under its own id", () => {
    const proposals = run([...apart, say(MINUTE, verdict), takeBack(2 * MINUTE, verdict)]);
    const [merged] = proposalsOf(proposals, "merge");
    expect(proposalsOf(proposals, "restore")).toMatchObject([
      { incidentId: merged!.absorbed, from: merged!.incidentId },
    ]);
    expect(groups(proposals)).toEqual([["a:Latency"], ["z:Latency"]]);
  });
  it("changes nothing when an incident is no longer known, or is the same", () => {
    for (const nothing of [aMerge(one, "INC-00000000"), aMerge(one, one)]) {
      expect(proposalsOf(run([...apart, say(MINUTE, nothing)]), "merge")).toEqual([]);
    }
  });
});

describe("split", () => {
  const [id] = ids(together) as [string];
  const verdict = aSplit(id, "web");

  it("opens an incident for what was taken out and says who parted it", () => {
    const proposals = run([...together, say(MINUTE, verdict)]);
    expect(groups(proposals)).toEqual([["api:Latency", "db:Latency"], ["web:Latency"]]);
    expect(proposalsOf(proposals, "join").at(-1)?.reasons[0]).toMatchObject({
      code: "why.operator",
      params: { entity: "web", label: "Ada" },
    });
  });
  it("holds against the evidence for what comes later", () => {
    const later = [alert("web", 2 * MINUTE, { name: "Late" }), alert("db", 2 * MINUTE, { name: "Late" })];
    const found = groups(run([...together, say(MINUTE, verdict), ...later, edge("web", "api")]));
    expect(found).toEqual([
      ["api:Latency", "db:Late", "db:Latency"],
      ["web:Late", "web:Latency"],
    ]);
  });
  it("gives the split-out founder an incident with an id of its own", () => {
    const opened = proposalsOf(run([...together, say(MINUTE, aSplit(id, "db"))]), "open");
    expect(new Set(opened.map(({ incidentId }) => incidentId)).size).toBe(2);
  });
  it("is undone: the original incident takes the other in, also when that has the older alert", () => {
    for (const entity of ["web", "db"]) {
      const given = aSplit(id, entity);
      const proposals = run([...together, say(MINUTE, given), takeBack(2 * MINUTE, given)]);
      expect(proposalsOf(proposals, "merge").map(({ incidentId }) => incidentId)).toEqual([id]);
      expect(groups(proposals)).toHaveLength(1);
    }
  });
  it("gives way to a later merge", () => {
    const first = run([...together, say(MINUTE, verdict)]);
    const out = proposalsOf(first, "open")[1]!.incidentId;
    const proposals = run([...together, say(MINUTE, verdict), say(2 * MINUTE, aMerge(id, out), "v2")]);
    expect(groups(proposals)).toHaveLength(1);
  });
  it("changes nothing when it would leave nothing behind, or takes nothing out", () => {
    for (const nothing of [aSplit(id, "web", "db", "api"), aSplit(id, "elsewhere")]) {
      expect(proposalsOf(run([...together, say(MINUTE, nothing)]), "open")).toHaveLength(1);
    }
  });
  it("ends with the incident: later the evidence decides again", () => {
    const over = ["db", "web", "api"].map((entity, index) => ({
      receivedAt: 2 * MINUTE,
      body: aResolve(entity, index * SECOND),
    }));
    const again = ["db", "web"].map((entity) => alert(entity, 60 * MINUTE, { version: 3 }));
    const { proposals, saved } = analyse(
      aLog(withTicks([...together, say(MINUTE, verdict), ...over, ...again], 70 * MINUTE)),
    );
    expect(proposalsOf(proposals, "open")).toHaveLength(3);
    expect(saved.keys("verdict/")).toEqual([]);
  });
});

describe("not the cause", () => {
  const [id] = ids(together) as [string];
  const verdict = aNotCause(id, "db");
  const last = (happenings: readonly Happening[]) => proposalsOf(run(happenings, 30), "assess").at(-1)!.causes;

  it("puts the candidate last with a probability of nothing, and says who ruled it out", () => {
    expect(last(together)[0]?.entityId).toBe("db");
    const causes = last([...together, say(MINUTE, verdict)]);
    expect(causes.at(-1)).toMatchObject({ entityId: "db", probability: 0 });
    expect(causes.at(-1)?.reasons).toContainEqual({
      code: "reason.ruledOut",
      params: { by: "Ada" },
      supports: false,
      weight: 1,
    });
  });
  it("is undone to the very ranking that was", () => {
    expect(last([...together, say(MINUTE, verdict), takeBack(2 * MINUTE, verdict)])).toEqual(last(together));
  });
  it("makes the same kind of cause for the same reason a little less likely in other incidents, and says so", () => {
    const elsewhere = [edge("shop", "cache"), edge("cart", "cache")].concat(
      ["cache", "shop", "cart"].map((entity, index) => alert(entity, 20 * MINUTE + index * SECOND)),
    );
    const cacheIn = (happenings: readonly Happening[]) =>
      last(happenings).find(({ entityId }) => entityId === "cache")!;
    const before = cacheIn([...together, ...elsewhere]);
    const after = cacheIn([...together, say(MINUTE, verdict), ...elsewhere]);
    expect(after.probability).toBeLessThan(before.probability);
    expect(after.rank).toBe(1);
    expect(after.reasons.map(({ code }) => code)).toContain("reason.refutedBefore");
  });
});

it("leaves other incidents as they are", () => {
  const others = [alert("far", 0), alert("farther", 0)];
  const [id] = ids(together) as [string];
  const without = outcomeOf(run([...together, ...others]));
  const proposals = outcomeOf(run([...together, ...others, say(MINUTE, aSplit(id, "web"))]));
  for (const [incidentId, { alerts }] of without)
    if (incidentId !== id) expect(proposals.get(incidentId)?.alerts).toEqual(alerts);
});
