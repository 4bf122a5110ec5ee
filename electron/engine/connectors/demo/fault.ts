import type { Deployment } from "./deployment.ts";
import { deploymentOf } from "./deployment.ts";
import type { Estate, EstateEntity } from "./estate.ts";
import { MINUTE, type FaultKind } from "./faultKind.ts";
import { between, choose, roll } from "./random.ts";

/** One thing that goes wrong. Times in ms since the simulation began. */
export type Fault = {
  id: string;
  kind: FaultKind;
  root: EstateEntity;
  from: number;
  to: number;
  /** The deployment that brought it and the one that takes it back. */
  trigger: Deployment | null;
  rollback: Deployment | null;
};

/** An entity that a fault reaches: how far from the root, through which neighbour, and when. */
export type Impact = { entity: EstateEntity; distance: number; via: EstateEntity; at: number };

export function faultAt(
  estate: Estate,
  id: string,
  kind: FaultKind,
  root: EstateEntity,
  from: number,
  to: number,
): Fault {
  const fault: Fault = { id, kind, root, from: Math.round(from), to: Math.round(to), trigger: null, rollback: null };
  if (!kind.trigger) return fault;
  const { on, leadMs, summary, detail, rollback } = kind.trigger;
  const culprit = on === "root" ? root : choose(callersOf(estate, root), roll(estate.seed, id, "culprit"));
  const key = (what: string): string => `${id} ${what}`;
  fault.trigger = deploymentOf(
    estate.seed,
    key("trigger"),
    culprit,
    from - between(leadMs, roll(estate.seed, id, "lead")),
    { summary, detail },
  );
  // The way back names the same versions, so it takes the key of the way there.
  const back = deploymentOf(estate.seed, key("trigger"), culprit, fault.trigger.at, {
    summary: rollback,
    detail: rollback,
  });
  fault.rollback = { ...back, id: `${back.id.slice(0, 12)}back`, at: fault.to - MINUTE, endedAt: fault.to - 15_000 };
  return fault;
}

/** The services that call an entity; the story's deployment happens at one of them. */
export function callersOf(estate: Estate, entity: EstateEntity): EstateEntity[] {
  return (estate.dependents.get(entity.key) ?? []).filter(({ role }) => role === "api");
}

/** Spreads a fault breadth first against the direction of the dependencies, with delays and luck of its own. */
export function impactsOf(estate: Estate, fault: Fault): Impact[] {
  const { maximumHops, hopDelayMs, probability } = fault.kind.spread;
  const reached = new Set([fault.root.key]);
  const impacts: Impact[] = [{ entity: fault.root, distance: 0, via: fault.root, at: fault.from }];
  for (let index = 0; index < impacts.length; index++) {
    const near = impacts[index]!;
    if (near.distance === maximumHops) continue;
    for (const entity of estate.dependents.get(near.entity.key) ?? []) {
      const luck = (what: string): number => roll(estate.seed, fault.id, what, near.entity.key, entity.key);
      if (reached.has(entity.key) || luck("spread") >= probability) continue;
      reached.add(entity.key);
      impacts.push({
        entity,
        distance: near.distance + 1,
        via: near.entity,
        at: near.at + between(hopDelayMs, luck("hop")),
      });
    }
  }
  return impacts;
}
