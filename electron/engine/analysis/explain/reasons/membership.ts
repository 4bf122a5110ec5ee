import { SAME_PLACE } from "../covering.ts";
import type { Estate } from "../estate.ts";
import type { Cover, Explanation, Firing } from "../group.ts";
import { logDensity, shownBy } from "../lag.ts";
import { fitOf } from "../odds.ts";
import { takenByTempo } from "../tempo.ts";
import { DOUBT } from "../weights.ts";
import { type Evidence, NOTHING, natsOf } from "./evidence.ts";
import { pathBetween } from "./path.ts";

/** Why an alert is in its incident, as far as its explanation says. */
export type Membership = {
  root: number;
  /** Entities from the root to that of the alert; empty when no path is known. */
  path: number[];
  /** Log odds that the alert belongs to this fault: the sum of the evidence. */
  fit: number;
  evidence: Evidence[];
};

/** How an entity is called. */
export type Naming = (entity: number) => string;

/** A density by which lags are compared, so that rarity and lag each have a weight of their own: that of a lag of none, one hop away. */
const AT_ONCE = logDensity(0, 1);
/** A lag is usual when so many of the symptoms at that distance have come by then. */
const USUAL = 0.9;

/** Why an alert of a known entity is in an incident whose explanation covers that entity. `cover`: as it was before the alert itself counted. */
export function membershipOf(
  estate: Estate,
  nameOf: Naming,
  firing: Firing,
  { root, startedAt, tempo }: Explanation,
  { probability, hops }: Cover,
): Membership {
  const { entity } = firing.key;
  const path = pathBetween(estate, root, entity);
  const fit = fitOf(firing, probability, startedAt, hops) + takenByTempo(tempo, firing.at - startedAt, hops);
  const evidence = [
    ...pathEvidence(nameOf, entity, root, path, Math.log(probability)),
    ...alertEvidence(firing, startedAt, hops, tempo),
  ];
  return {
    root,
    path: path.entities.length === 1 && entity !== root ? [] : path.entities,
    fit,
    evidence: whole(evidence, fit),
  };
}

/** Why an alert of which nobody knows the entity is in an incident: so many of the incident's alerts come from the same place. */
export function placedOf(
  firing: Firing,
  { root, startedAt }: Explanation,
  place: string,
  placeShare: number,
): Membership {
  const chance = SAME_PLACE.chance * Math.min(1, placeShare);
  const fit = fitOf(firing, chance, startedAt, SAME_PLACE.hops);
  const evidence = [
    { code: "fit.samePlace", params: { place, placeShare }, nats: Math.log(chance) },
    ...alertEvidence(firing, startedAt, SAME_PLACE.hops),
  ];
  return { root, path: [], fit, evidence: whole(evidence, fit) };
}

function pathEvidence(
  nameOf: Naming,
  entity: number,
  root: number,
  path: ReturnType<typeof pathBetween>,
  chance: number,
): Evidence[] {
  const params = { entity: nameOf(entity), other: nameOf(root) };
  if (path.kind === "itself") return [{ code: "fit.itself", params, nats: chance }];
  if (path.kind === "beside") return [{ code: "fit.beside", params, nats: chance }];
  const inferred = path.inferred.map(({ from, to, confidence }): Evidence => ({
    code: "fit.inferredEdge",
    params: { entity: nameOf(from), other: nameOf(to), confidenceShare: confidence },
    nats: Math.log(confidence),
  }));
  const told = Math.log(path.strength) - natsOf(inferred);
  const hops = path.entities.length - 1;
  const via = path.entities.slice(1, -1).map(nameOf).join(", ");
  const way: Evidence =
    path.kind === "part"
      ? { code: "fit.ownPart", params, nats: told }
      : { code: hops === 1 ? "fit.dependsOn" : "fit.dependsOnFar", params: { ...params, hops, via }, nats: told };
  const others = chance - Math.log(path.strength);
  return [
    way,
    ...inferred,
    { code: others < 0 ? "fit.quietOnTheWay" : "fit.troubleOnTheWay", params: {}, nats: others },
  ];
}

function alertEvidence({ base, share, at }: Firing, startedAt: number, hops: number, tempo = 1): Evidence[] {
  const everyMs = 1_000 * Math.exp(base - Math.log(share));
  const lagMs = at - startedAt;
  const byThen = shownBy(lagMs, hops);
  const lag = lagMs < 0 ? "fit.before" : byThen <= USUAL ? "fit.soon" : "fit.late";
  return [
    { code: "fit.rare", params: { everyMs }, nats: base - Math.log(share) + AT_ONCE },
    { code: "fit.kind", params: { raisesShare: share }, nats: Math.log(share) },
    {
      code: lag,
      params: { lagMs: Math.abs(lagMs), byThenShare: byThen, hops },
      nats: logDensity(lagMs, hops) + takenByTempo(tempo, lagMs, hops) - AT_ONCE,
    },
    { code: "fit.doubt", params: {}, nats: -DOUBT },
  ];
}

/** What a cap takes away is evidence, too. */
function whole(evidence: Evidence[], fit: number): Evidence[] {
  const beyond = fit - natsOf(evidence);
  return beyond < -NOTHING ? [...evidence, { code: "fit.most", params: {}, nats: beyond }] : evidence;
}
