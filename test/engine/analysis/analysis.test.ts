import { describe, expect, it } from "vitest";
import { Analysis, EntryFault } from "../../../electron/engine/analysis/index.ts";
import type { NumberedProposal } from "../../../shared/domain/proposal.ts";
import { START } from "../../../shared/domain/position.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { analyse, proposalsOf } from "../../builders/analysis.ts";
import { aLog, anAlertBody, anEdge, aResolve, type Happening, T0, ticks, withTicks } from "../../builders/log.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const alert = (entity: string, at: number, more: Parameters<typeof anAlertBody>[2] = {}): Happening => ({
  receivedAt: at,
  body: anAlertBody(entity, at, more),
});
const resolve = (
  entity: string,
  startedAt: number,
  at: number,
  more: Parameters<typeof anAlertBody>[2] = {},
): Happening => ({
  receivedAt: at,
  body: aResolve(entity, startedAt, more),
});
const edge = (from: string, to: string): Happening => ({ receivedAt: 0, body: anEdge(from, to) });
const run = (happenings: readonly Happening[], minutes: number) =>
  analyse(aLog(withTicks(happenings, minutes * MINUTE))).proposals;

describe("opening", () => {
  it("waits for more than ten seconds after the first alert", () => {
    const held = [alert("a", 0), { receivedAt: 10 * SECOND, body: { kind: "tick" } } as const];
    expect(analyse(aLog(held)).proposals).toEqual([]);
    const passed = analyse(aLog([...held, { receivedAt: 10 * SECOND + 1, body: { kind: "tick" } }])).proposals;
    expect(passed.map(({ proposal }) => proposal.kind)).toEqual(["open", "join", "assess"]);
    expect(passed.map(({ position, ordinal }) => [position.position, ordinal])).toEqual([
      [3, 0],
      [3, 1],
      [3, 2],
    ]);
    expect(passed[0]!.proposal).toMatchObject({ startedAt: T0, openedAt: T0 + 10 * SECOND + 1 });
  });

  it("opens nothing for mere information, until it gets worse", () => {
    const info = alert("a", 0, { severity: "info" });
    expect(run([info], 5)).toEqual([]);
    const worse = alert("a", 2 * MINUTE, { severity: "warning", transition: "changed", version: 2 });
    expect(proposalsOf(run([info, worse], 5), "open")).toHaveLength(1);
  });

  it("opens nothing for an alert that is muted from the start, until it is unmuted", () => {
    const muted = alert("a", 0, { state: "suppressed" });
    expect(run([muted], 5)).toEqual([]);
    const unmuted = alert("a", 2 * MINUTE, { transition: "unmuted", version: 2 });
    expect(proposalsOf(run([muted, unmuted], 5), "open")).toHaveLength(1);
  });

  it("lets a muted alert join the incident of others, without counting for its severity", () => {
    const proposals = run(
      [
        alert("a", 0, { severity: "minor" }),
        alert("a", SECOND, { name: "Muted", state: "suppressed", severity: "critical" }),
      ],
      1,
    );
    expect(proposalsOf(proposals, "join")).toHaveLength(2);
    expect(proposalsOf(proposals, "assess").at(-1)!.severity).toBe("minor");
  });

  it("gives another id to a later life of the same alert with the same start", () => {
    const again = { receivedAt: 40 * MINUTE, body: anAlertBody("a", 0, { version: 3 }) };
    const ids = proposalsOf(run([alert("a", 0), resolve("a", 0, MINUTE), again], 45), "open").map(
      ({ incidentId }) => incidentId,
    );
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^INC-[0-9A-HJKMNP-TV-Z]{8}$/);
  });
});

describe("grouping", () => {
  const incidents = (happenings: readonly Happening[]): number => {
    const proposals = run(happenings, 15);
    return proposalsOf(proposals, "open").length - proposalsOf(proposals, "merge").length;
  };

  it("joins starts at one entity up to five minutes apart", () => {
    expect(incidents([alert("a", 0), alert("a", 5 * MINUTE, { name: "Other" })])).toBe(1);
    expect(incidents([alert("a", 0), alert("a", 5 * MINUTE + 1, { name: "Other" })])).toBe(2);
  });

  it("joins entities that depend on each other, two hops away within two minutes", () => {
    expect(incidents([edge("a", "b"), alert("a", 0), alert("b", 5 * MINUTE)])).toBe(1);
    expect(incidents([edge("a", "b"), alert("a", 0), alert("b", 5 * MINUTE + 1)])).toBe(2);
    const chain = [edge("a", "b"), edge("b", "c")];
    expect(incidents([...chain, alert("c", 0), alert("a", 2 * MINUTE)])).toBe(1);
    expect(incidents([...chain, alert("c", 0), alert("a", 2 * MINUTE + 1)])).toBe(2);
    expect(incidents([alert("a", 0), alert("b", 0)])).toBe(2);
  });

  it("joins entities that share a dependency, within less the more of them there are", () => {
    const shared = (users: number): Happening[] =>
      Array.from({ length: users }, (_, index) => edge(`user-${index}`, "shared"));
    const two = (gap: number): Happening[] => [alert("user-0", 0), alert("user-1", gap)];
    expect(incidents([...shared(20), ...two(90 * SECOND)])).toBe(1);
    expect(incidents([...shared(20), ...two(90 * SECOND + 1)])).toBe(2);
    expect(incidents([...shared(40), ...two(45 * SECOND)])).toBe(1);
    expect(incidents([...shared(40), ...two(45 * SECOND + 1)])).toBe(2);
    expect(incidents([...shared(101), ...two(0)])).toBe(2);
  });

  it("joins alerts of one workload by its label, within its namespace", () => {
    const of = (namespace: string) => ({ labels: { deployment: "api", namespace } });
    expect(incidents([alert("pod-1", 0, of("shop")), alert("pod-2", 90 * SECOND, of("shop"))])).toBe(1);
    expect(incidents([alert("pod-1", 0, of("shop")), alert("pod-2", 0, of("bank"))])).toBe(2);
  });

  it("never joins across scopes", () => {
    const other = { ...alert("a", 0, { name: "Other" }), scope: "team-b" as Scope };
    expect(incidents([alert("a", 0), other])).toBe(2);
  });

  it("leaves out an edge that its source hardly believes", () => {
    const doubted = { receivedAt: 0, body: anEdge("a", "b", { confidence: 0.29 }) };
    expect(incidents([doubted, alert("a", 0), alert("b", 0)])).toBe(2);
  });

  it("merges the younger incident into the older one when an edge turns up, and says why", () => {
    const late = { receivedAt: MINUTE, body: anEdge("a", "b") };
    const proposals = run([alert("b", 0), alert("a", 20 * SECOND), late], 3);
    const [older, younger] = proposalsOf(proposals, "open").map(({ incidentId }) => incidentId);
    expect(proposalsOf(proposals, "merge")).toMatchObject([
      { incidentId: older, absorbed: younger, reasons: [{ code: "why.bridge" }] },
    ]);
    expect(proposalsOf(proposals, "assess").at(-1)).toMatchObject({
      incidentId: older,
      causes: [{ entityId: "b" }, {}, {}],
    });
  });

  it("merges when two entities turn out to be one", () => {
    const joined = { receivedAt: MINUTE, body: { kind: "join", kept: "a", joined: "b" } } as Happening;
    const proposals = run([alert("a", 0), alert("b", 0), joined, alert("b", 2 * MINUTE, { name: "Later" })], 4);
    expect(proposalsOf(proposals, "merge")).toHaveLength(1);
    expect(
      proposalsOf(proposals, "assess")
        .at(-1)!
        .causes.map(({ entityId }) => entityId),
    ).toEqual(["a", null]);
    expect(proposalsOf(proposals, "join")).toHaveLength(3);
  });
});

describe("the end of an incident", () => {
  const life = [alert("a", 0), resolve("a", 0, MINUTE)];

  it("resolves when nothing has been active for a moment, and once", () => {
    const proposals = run(life, 10);
    expect(proposalsOf(proposals, "resolve")).toMatchObject([{ at: T0 + MINUTE + 5 * SECOND }]);
  });

  it("stays open while something is muted", () => {
    const muted = alert("a", 30 * SECOND, { transition: "muted", state: "suppressed", version: 2 });
    expect(proposalsOf(run([alert("a", 0), muted], 10), "resolve")).toEqual([]);
  });

  it("reopens when a member fires again within fifteen minutes, and not later", () => {
    const again = (at: number) => run([...life, alert("a", at, { version: 3 })], 20);
    const soon = again(MINUTE + 15 * MINUTE);
    expect(proposalsOf(soon, "reopen")).toHaveLength(1);
    expect(proposalsOf(soon, "open")).toHaveLength(1);
    expect(proposalsOf(soon, "join").at(-1)!.reasons[0]!.code).toBe("why.again");
    const late = again(MINUTE + 15 * MINUTE + 1);
    expect(proposalsOf(late, "reopen")).toEqual([]);
    expect(proposalsOf(late, "open")).toHaveLength(2);
  });

  it("keeps its cause in mind after the cause has been resolved", () => {
    const happenings = [
      edge("a", "b"),
      alert("b", 0),
      alert("a", 20 * SECOND),
      resolve("b", 0, MINUTE),
      alert("a", 50 * MINUTE, { transition: "changed", severity: "critical", version: 2 }),
    ];
    expect(proposalsOf(run(happenings, 60), "assess").at(-1)!.causes[0]!.entityId).toBe("b");
  });
});

it("spreads a storm's joins over the entries that follow, none left out", () => {
  const storm = Array.from({ length: 6_000 }, (_, index) => alert("a", index, { name: `Alert${index}` }));
  const often = Array.from({ length: 400 }, (_, index) => ticks(10_000 + 50 * index, 10_000 + 50 * index)).flat();
  const log = aLog([...storm, ...often]);
  const joins = proposalsOf(analyse(log).proposals, "join");
  expect(new Set(joins.map(({ fingerprint }) => fingerprint)).size).toBe(6_000);
  const perEntry = Map.groupBy(analyse(log).proposals, ({ position }) => position.position);
  for (const proposals of perEntry.values()) expect(proposals.length).toBeLessThanOrEqual(203);
});

it("opens, assesses and resolves no more incidents at once than can be applied at once, and says when it is behind", () => {
  const storm = Array.from({ length: 300 }, (_, index) => alert(`service-${index}`, index));
  const ends = Array.from({ length: 300 }, (_, index) => resolve(`service-${index}`, index, 60_000 + index));
  const often = Array.from({ length: 60 }, (_, index) => ticks(80_000 + 50 * index, 80_000 + 50 * index)).flat();
  const log = aLog([...storm, ...ticks(11_000, 11_000), ...ends, ...often]);
  const analysis = Analysis.restore([], START);
  const behind: boolean[] = [];
  const proposals = log.flatMap((entry) => {
    const step = analysis.read([entry]);
    behind.push(analysis.isBehind);
    expect(step.proposals.length).toBeLessThanOrEqual(200);
    return step.proposals;
  });
  expect(proposalsOf(proposals, "open")).toHaveLength(300);
  expect(proposalsOf(proposals, "resolve")).toHaveLength(300);
  expect(behind[storm.length - 1]).toBe(false);
  expect(behind[storm.length]).toBe(true);
  expect(behind.at(-1)).toBe(false);
});

it("stops where there are enough proposals and goes on from there", () => {
  const log = aLog(withTicks([...Array.from({ length: 50 }, (_, index) => alert(`service-${index}`, index))], 60_000));
  const analysis = Analysis.restore([], START);
  const found: NumberedProposal[] = [];
  let steps = 0;
  for (let rest = log; rest.length > 0; steps++) {
    const step = analysis.read(rest, undefined, 10);
    rest = rest.filter(({ position }) => position.position > step.upTo.position);
    found.push(...step.proposals);
  }
  expect(steps).toBeGreaterThan(2);
  expect(found).toEqual(analyse(log).proposals);
});

it("goes on when the machine's clock is set back", () => {
  const back = ticks(-3_600_000, -3_570_000);
  const proposals = analyse(aLog([alert("a", 0), ...back])).proposals;
  expect(proposalsOf(proposals, "open")).toHaveLength(1);
});

it("names the entry at fault", () => {
  const analysis = Analysis.restore([], START);
  const [first, second] = aLog([alert("a", 0), alert("b", 0)]);
  analysis.read([second!]);
  expect(() => analysis.read([first!])).toThrow(EntryFault);
  expect(() => analysis.read([first!])).toThrow("0:1");
});
