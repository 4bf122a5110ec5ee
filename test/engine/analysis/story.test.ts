import { expect, it } from "vitest";
import type { Severity } from "../../../shared/domain/severity.ts";
import { analyse, proposalsOf } from "../../builders/analysis.ts";
import { aChangeBody, aLog, anAlertBody, anEdge, anEntity, type Happening, withTicks } from "../../builders/log.ts";

const MINUTE = 60_000;

/** The parts of the story; what they are called must not matter. */
type Cast = {
  front: string;
  orders: string;
  stock: string;
  pool: string;
  deployed: string;
  bystander: string;
  timeout: string;
};

const CASTS: Cast[] = [
  {
    front: "web-shop",
    orders: "checkout",
    stock: "cart",
    pool: "orders-db",
    deployed: "reporting",
    bystander: "mail",
    timeout: "upstream timed out",
  },
  {
    front: "zulu",
    orders: "alpha",
    stock: "yankee",
    pool: "bravo",
    deployed: "xray",
    bystander: "charlie",
    timeout: "E-17",
  },
  {
    front: "a9",
    orders: "f1",
    stock: "c3",
    pool: "z8",
    deployed: "b2",
    bystander: "k5",
    timeout: "Zeitüberschreitung",
  },
];

/** A deployment of one service exhausts what several share; the shared database alerts on its connections only if `poolAlerts`. */
function outage(cast: Cast, poolAlerts: boolean): Happening[] {
  const { front, orders, stock, pool, deployed, bystander, timeout } = cast;
  const at = 10 * MINUTE;
  const alert = (entity: string, later: number, severity: Severity, summary: string): Happening => ({
    receivedAt: at + later + 4_000,
    body: anAlertBody(entity, at + later, { severity, summary, name: summary }),
  });
  const edges: [string, string][] = [
    [front, orders],
    [front, stock],
    [orders, pool],
    [stock, pool],
    [deployed, pool],
    [front, bystander],
  ];
  return [
    ...[front, orders, stock, pool, deployed, bystander].map((id): Happening => ({
      receivedAt: 0,
      body: anEntity(id, id.toUpperCase()),
    })),
    ...edges.map(([from, to]): Happening => ({ receivedAt: 0, body: anEdge(from, to) })),
    { receivedAt: 2 * MINUTE, body: aChangeBody(bystander, { changeId: "harmless" }) },
    { receivedAt: at - 3 * MINUTE, body: aChangeBody(deployed, { changeId: "culprit", summary: "release 4.2" }) },
    ...(poolAlerts ? [alert(pool, 0, "major", "connections near the limit")] : []),
    alert(orders, 20_000, "critical", "no answer from the store"),
    alert(stock, 31_000, "major", "slow"),
    alert(front, 45_000, "critical", timeout),
  ];
}

for (const poolAlerts of [true, false]) {
  for (const cast of CASTS) {
    it(`explains an exhausted shared resource that ${poolAlerts ? "alerts" : "is silent"}, with ${cast.pool} in its part`, () => {
      const { proposals } = analyse(aLog(withTicks(outage(cast, poolAlerts), 15 * MINUTE)));
      expect(proposalsOf(proposals, "open")).toHaveLength(1);
      expect(proposalsOf(proposals, "join")).toHaveLength(poolAlerts ? 4 : 3);
      const last = proposalsOf(proposals, "assess").at(-1)!;
      expect(last.severity).toBe("critical");
      expect(last.causes[0]).toMatchObject({
        rank: 1,
        kind: "entity",
        entityId: cast.pool,
        entityName: cast.pool.toUpperCase(),
      });
      expect(last.causes[0]!.probability).toBeGreaterThan(0.4);
      expect(last.changes[0]).toMatchObject({ changeId: "culprit", entityId: cast.deployed });
      expect(last.changes[0]!.probability).toBeGreaterThan(last.changes[1]?.probability ?? 0);
      expect(last.headline).toEqual({
        code: "headline.service",
        params: { service: cast.front.toUpperCase(), symptom: cast.timeout },
      });
      expect(last.grouping.map(({ code }) => code)).toContain("grouping.sameChange");
    });
  }
}

it("says for each cause what speaks for and against it, and leaves a share for the unknown", () => {
  const { proposals } = analyse(aLog(withTicks(outage(CASTS[0]!, false), 15 * MINUTE)));
  const { causes } = proposalsOf(proposals, "assess").at(-1)!;
  const codes = (entity: string, supports: boolean): string[] =>
    causes
      .find(({ entityId }) => entityId === entity)!
      .reasons.filter((reason) => reason.supports === supports)
      .map(({ code }) => code);
  expect(codes("orders-db", true)).toEqual(expect.arrayContaining(["reason.dependents", "reason.dependentChanged"]));
  expect(codes("orders-db", false)).toEqual(expect.arrayContaining(["reason.silent", "reason.healthyDependents"]));
  expect(codes("web-shop", false)).toEqual(
    expect.arrayContaining(["reason.noDependents", "reason.startedAfter", "reason.affectedDependency"]),
  );
  expect(causes.filter(({ kind }) => kind === "unknown")).toHaveLength(1);
  const total = causes.reduce((sum, { probability }) => sum + probability, 0);
  expect(total).toBeCloseTo(1, 2);
});

it("does not blame a database that all depend on when most of its users are fine", () => {
  const users = Array.from({ length: 30 }, (_, index) => `user-${String(index).padStart(2, "0")}`);
  const happenings: Happening[] = [
    ...users.map((user): Happening => ({ receivedAt: 0, body: anEdge(user, "shared") })),
    { receivedAt: 0, body: anEdge("user-01", "user-00") },
    { receivedAt: MINUTE, body: anAlertBody("user-00", MINUTE) },
    { receivedAt: MINUTE + 20_000, body: anAlertBody("user-01", MINUTE + 20_000) },
  ];
  const last = proposalsOf(analyse(aLog(withTicks(happenings, 3 * MINUTE))).proposals, "assess").at(-1)!;
  expect(last.causes[0]!.entityId).toBe("user-00");
});
