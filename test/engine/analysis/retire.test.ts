import { expect, it } from "vitest";
import type { EntityId } from "../../../shared/domain/entity.ts";
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
const retired = (id: string, at: number): Happening => ({
  receivedAt: at,
  body: { kind: "retired", entityId: id as EntityId },
});
const run = (happenings: readonly Happening[], minutes: number, restarts = false) =>
  analyse(aLog(withTicks(happenings, minutes * MINUTE)), [3], () => restarts);

it("forgets entities and their edges with the rows of both", () => {
  const { saved } = run(
    [
      { receivedAt: 0, body: anEntity("a") },
      { receivedAt: 0, body: anEdge("a", "b") },
      { receivedAt: 5 * MINUTE, body: anEdge("a", "b", { present: false }) },
      retired("a", 5 * MINUTE),
      retired("b", 5 * MINUTE),
    ],
    10,
    true,
  );
  expect([saved.keys("entity/"), saved.keys("edge/")]).toEqual([[], []]);
});

it("keeps a retired entity as long as an incident, a change or the reason of a grouping remembers it", () => {
  const story: Happening[] = [
    { receivedAt: 0, body: anEdge("web", "db") },
    { receivedAt: 0, body: anEdge("worker", "db") },
    { receivedAt: 0, body: aChangeBody("cache") },
    { receivedAt: MINUTE, body: anAlertBody("web", MINUTE) },
    { receivedAt: MINUTE + 1_000, body: anAlertBody("worker", MINUTE + 1_000) },
    { receivedAt: 2 * MINUTE, body: aResolve("web", MINUTE) },
    ...["web", "db", "cache"].map((id) => retired(id, 3 * MINUTE)),
  ];
  const held = run(story, 60, true);
  expect(held.saved.keys("entity/")).toHaveLength(4);
  const ended = run([...story, { receivedAt: 60 * MINUTE, body: aResolve("worker", MINUTE) }], 240, true);
  expect(ended.saved.keys("entity/")).toHaveLength(1);
  expect(proposalsOf(ended.proposals, "resolve")).toHaveLength(1);
});

it("forgets what was joined into a retired entity with it", () => {
  const { saved } = run(
    [
      { receivedAt: 0, body: anEntity("host") },
      { receivedAt: 0, body: anEntity("node") },
      { receivedAt: 1_000, body: { kind: "join", kept: "host" as EntityId, joined: "node" as EntityId } },
      retired("host", MINUTE),
    ],
    10,
    true,
  );
  expect(saved.keys("entity/")).toEqual([]);
});

it("takes an entity that is told of again for the same, whether it has gone or not yet", () => {
  for (const back of [5 * MINUTE, 10 * MINUTE]) {
    const { saved, proposals } = run(
      [
        { receivedAt: 0, body: anEntity("db") },
        retired("db", 5 * MINUTE),
        { receivedAt: back, body: anEntity("db") },
        { receivedAt: back, body: anEdge("web", "db") },
        { receivedAt: back, body: anAlertBody("db", back) },
        { receivedAt: back + 1_000, body: anAlertBody("web", back) },
      ],
      30,
      true,
    );
    expect(saved.keys("entity/")).toHaveLength(2);
    expect([...outcomeOf(proposals).values()].map(({ alerts }) => alerts.length)).toEqual([2]);
  }
});
