import type { Cause } from "../../../../shared/domain/incident.ts";
import type { Message, Reason } from "../../../../shared/domain/message.ts";
import type { Part } from "../correlation/part.ts";
import { byId, candidatesOf } from "./candidate.ts";
import { type Evidence, evidenceOf, reasonsOf, type Scene } from "./evidence.ts";
import { NO_OPINIONS, type Opinions, opinionOn } from "./opinions.ts";
import { probabilities } from "./probability.ts";
import type { SignsAt } from "./signs.ts";
import type { Entity } from "../topology.ts";
import type { KnownChange } from "./recentChanges.ts";

/** Log odds that each kind of evidence adds. Set by judgement, not learned. */
const WEIGHTS = {
  coverage: 3,
  order: 0.8,
  severity: 0.5,
  strength: 0.3,
  explained: -1.4,
  silent: -0.6,
  change: 1.2,
  sign: 0.3,
  earlySign: 0.3,
};
/** Log odds of "none of these": it wins only when nothing speaks for any candidate. */
const UNKNOWN = 0.5;
/** Causes worth showing. */
const MAXIMUM_CAUSES = 6;

/** `said`: what operators said of it. */
export type RankedCause = { evidence: Evidence; score: number; probability: number; said: Reason[] };

/**
 * Ranks entities by how well their failure would explain the incident: who depends on them (coverage, less what depends on them and is
 * fine), who began first, what they themselves depend on, and what has been changed. `unknownShare` is left for causes outside.
 */
export function rankCauses(
  parts: readonly Part[],
  changes: readonly KnownChange[],
  opinions: Opinions = NO_OPINIONS,
  signs: ReadonlyMap<Entity, SignsAt> = new Map(),
): { ranked: RankedCause[]; unknownShare: number } {
  const scene = sceneOf(parts, changes, signs);
  const scored = candidatesOf(parts, scene.affectedBy, changes, signs)
    .map((candidate) => evidenceOf(candidate, scene))
    .map((evidence) => {
      const { penalty, reasons } = opinionOn(evidence, opinions);
      return { evidence, score: scoreOf(evidence) - penalty, said: reasons };
    })
    .sort(
      (left, right) =>
        right.score - left.score || byId(left.evidence.candidate.entity, right.evidence.candidate.entity),
    )
    .filter(({ evidence }, index) => index < MAXIMUM_CAUSES || opinions.ruledOut.has(evidence.candidate.entity));
  const shares = probabilities([...scored.map(({ score }) => score), UNKNOWN]);
  const ranked = scored.map((each, index) => ({ ...each, probability: shares[index]! }));
  return { ranked, unknownShare: shares[scored.length]! };
}

function sceneOf(parts: readonly Part[], changes: readonly KnownChange[], signs: ReadonlyMap<Entity, SignsAt>): Scene {
  const ordered = [...parts].sort((left, right) => byId(left.entity, right.entity));
  const starts = ordered.map((part) => part.first.at).sort((left, right) => left - right);
  return {
    parts: ordered,
    affectedBy: new Map(ordered.map((part) => [part.entity, part])),
    changes,
    signs,
    startedAt: starts[0] ?? 0,
    starts,
    mostAlerts: ordered.reduce((most, part) => Math.max(most, part.alerts), 1),
  };
}

/**
 * One cause is sought for all, so what a candidate leaves unexplained counts twice (the square of coverage), and to have begun early
 * says only as much as it explains. To have begun late speaks against it in any case.
 */
function scoreOf(evidence: Evidence): number {
  const { reach, others, later, earlier, strength, explainedBy, suspicion, signs, candidate } = evidence;
  const coverage = others === 0 ? 0 : reach.affected / others;
  const precision = reach.directDependents === 0 ? 1 : 0.4 + 0.6 * (reach.directAffected / reach.directDependents);
  const lead = others === 0 ? 0 : (later - earlier) / others;
  const order = lead > 0 ? lead * coverage : lead;
  const explained = explainedBy === undefined ? 0 : explainedBy.hops === 1 ? 1 : 0.6;
  const own =
    candidate.part === null
      ? WEIGHTS.silent
      : WEIGHTS.order * order + (WEIGHTS.severity * candidate.part.worst.rank) / 4 + WEIGHTS.strength * strength;
  return (
    own +
    WEIGHTS.coverage * coverage ** 2 * precision +
    WEIGHTS.explained * explained +
    WEIGHTS.change * (suspicion?.fit ?? 0) +
    (signs === undefined ? 0 : WEIGHTS.sign + (signs.isBefore ? WEIGHTS.earlySign : 0))
  );
}

/** The ranking as it is handed out, the unknown cause in its place. */
export function causesOf(ranked: readonly RankedCause[], unknownShare: number): Cause[] {
  const causes = ranked.map((each) => entityCause(each));
  const place = causes.findIndex((cause) => cause.probability < unknownShare);
  causes.splice(place < 0 ? causes.length : place, 0, unknownCause(unknownShare, ranked.length));
  return causes.map((cause, index) => ({ ...cause, rank: index + 1 }));
}

function entityCause({ evidence, probability, said }: RankedCause): Cause {
  const { entity, part } = evidence.candidate;
  const what: Message =
    part === null
      ? { code: "cause.silent", params: { entity: entity.name, count: evidence.reach.affected } }
      : { code: "cause.alert", params: { summary: part.worst.summary } };
  const reasons = [...said, ...reasonsOf(evidence)];
  return { rank: 1, kind: "entity", entityId: entity.id, entityName: entity.name, what, probability, reasons };
}

function unknownCause(probability: number, count: number): Cause {
  const reasons = [{ code: "reason.outside", params: { count }, supports: true, weight: probability }];
  const what: Message = { code: "cause.unknown", params: {} };
  return { rank: 1, kind: "unknown", entityId: null, entityName: null, what, probability, reasons };
}
