import { changeTerms, type EstateChange } from "../changes.ts";
import type { Estate } from "../estate.ts";
import type { Firing } from "../group.ts";
import { oddsOf } from "../odds.ts";
import type { Ranking } from "../solve.ts";
import { partsOf } from "../upstream.ts";
import { type Evidence, NOTHING, natsOf } from "./evidence.ts";

/** A possible root with what speaks for it. The evidence sums up to `score`, its log odds against chance. */
export type Candidate = { root: number; startedAt: number; score: number; evidence: Evidence[] };

/** Why this may be the root of an incident with these alerts. `change`: the one that suits it best, when one does. */
export function candidateOf(
  estate: Estate,
  { root, startedAt, parts, entities, suspicion }: Ranking,
  members: readonly Firing[],
  change: EstateChange | undefined,
): Candidate {
  const evidence: Evidence[] = [
    { code: "root.price", params: {}, nats: parts.prior },
    ...ownEvidence(root, startedAt, members, parts.own),
    ...branchEvidence(estate, root, parts, entities),
  ];
  if (parts.beside !== 0) evidence.push({ code: "root.beside", params: {}, nats: parts.beside });
  if (parts.reach !== 0) evidence.push({ code: "root.contained", params: {}, nats: parts.reach });
  if (change !== undefined && suspicion !== 0)
    evidence.push({
      code: "root.changed",
      params: { change: change.id, leadMs: Math.max(0, startedAt - change.at) },
      nats: suspicion,
    });
  return { root, startedAt, score: natsOf(evidence), evidence };
}

function ownEvidence(root: number, startedAt: number, members: readonly Firing[], own: number): Evidence[] {
  const alerts = members.filter(({ key }) => key.entity === root);
  if (alerts.length === 0) return [{ code: "root.silent", params: {}, nats: own }];
  const everywhere = alerts.map((each) => ({ ...each, atRoot: 0 }));
  const place = own - oddsOf(everywhere, [...everywhere.keys()], startedAt, 0);
  const first = members.reduce((least, { at }) => Math.min(least, at), Infinity);
  const leadMs = alerts.reduce((least, { at }) => Math.min(least, at), Infinity) - first;
  const evidence: Evidence[] = [
    {
      code: leadMs === 0 ? "root.alertsFirst" : "root.alerts",
      params: { count: alerts.length, leadMs },
      nats: own - place,
    },
  ];
  if (Math.abs(place) > NOTHING)
    evidence.push({ code: place > 0 ? "root.kindOfRoots" : "root.kindOfOthers", params: {}, nats: place });
  return evidence;
}

function branchEvidence(
  estate: Estate,
  root: number,
  { quiet, branches }: Ranking["parts"],
  entities: readonly number[],
): Evidence[] {
  const { start } = estate.dependents;
  const total = start[root + 1]! - start[root]! + partsOf(estate, root).length;
  const speaking = branches.filter(({ alerts }) => alerts > 0);
  const count = speaking.reduce((sum, { alerts }) => sum + alerts, 0);
  const others = speaking.reduce((sum, each) => sum + each.entities, 0);
  const evidence: Evidence[] = [];
  if (count > 0) {
    const most = speaking.reduce((best, each) => (each.odds > best.odds ? each : best));
    evidence.push({
      code: "root.explains",
      params: {
        count,
        entities: others,
        speaking: speaking.length,
        total,
        most: estate.ids[entities[branches.indexOf(most)]!]!,
      },
      nats: speaking.reduce((sum, { odds }) => sum + odds, 0),
    });
  }
  const silent = branches.filter(({ alerts }) => alerts === 0);
  const silence = quiet + silent.reduce((sum, { odds }) => sum + odds, 0);
  if (silence < -NOTHING)
    evidence.push({
      code: "root.quiet",
      params: { count: Math.max(0, total - speaking.length), total },
      nats: silence,
    });
  return evidence;
}

/** Why this change: how its lead suits a fault that began then, and how seldom the entity is changed, of which so many changes are known. */
export function changeEvidence(change: EstateChange, odds: number, startedAt: number, known: number): Evidence[] {
  const leadMs = startedAt - change.at;
  const { share, timing, rarity } = changeTerms(leadMs, known);
  const evidence: Evidence[] = [
    { code: "changed.share", params: {}, nats: share },
    { code: leadMs < 0 ? "changed.datedLate" : "changed.lead", params: { leadMs: Math.abs(leadMs) }, nats: timing },
    { code: "changed.seldom", params: { count: known }, nats: rarity },
  ];
  const beyond = odds - natsOf(evidence);
  return beyond < -NOTHING ? [...evidence, { code: "changed.most", params: {}, nats: beyond }] : evidence;
}
