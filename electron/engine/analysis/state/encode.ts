import type { StateRow } from "../../../../shared/domain/proposal.ts";
import type { Episode } from "../correlation/episode.ts";
import { rootOf } from "../correlation/group.ts";
import type { KnownAlert } from "../correlation/knownAlert.ts";
import { currentPart, type Part, type Witness } from "../correlation/part.ts";
import type { Founder } from "../identity.ts";
import { type Entity, originsOf } from "../topology.ts";
import { encodeRuled, encodeSuppressed } from "../rules/rows.ts";
import { encodeStanding } from "../verdicts/rows.ts";
import type { State } from "./state.ts";

/**
 * The rows of what changed since the last step, and of the clock. Values are compact JSON arrays; `decode.ts` is the other half.
 * What an alert's row tells already (counts, the growth of its episode) is not repeated in others, so that a storm
 * at known entities writes one row per alert.
 */
export function encodeTouched(state: State): StateRow[] {
  const { touched } = state;
  const rows: StateRow[] = [row("clock", [...state.clock.saved(), state.sweptAt, state.sequence])];
  for (const entity of touched.entities) rows.push(row(`entity/${entity.number}`, entityValue(state, entity)));
  for (const [key, [from, to]] of touched.edges) rows.push(row(`edge/${key}`, originsOf(from, to) || null));
  for (const number of touched.groups) rows.push(row(`group/${number}`, groupValue(state, number)));
  for (const [number, group] of touched.absorbed) rows.push(row(`group/${number}`, rootOf(group).number));
  for (const entity of touched.spots) rows.push(row(`spot/${entity.number}`, spotValue(entity)));
  for (const key of touched.labels) rows.push(row(`label/${key}`, labelValue(state, key)));
  for (const [sequence, fingerprint] of touched.alerts)
    rows.push(row(alertKey(sequence), alertValue(state.alerts.get(fingerprint), sequence)));
  for (const key of touched.changes) rows.push(row(`change/${key}`, changeValue(state, key)));
  for (const id of touched.signs) rows.push(row(`sign/${id}`, signValue(state, id)));
  for (const id of touched.verdicts) rows.push(row(`verdict/${id}`, verdictValue(state, id)));
  for (const key of touched.refuted) rows.push(row(`refuted/${key}`, state.refuted.get(key) ?? null));
  rows.push(...ruleRows(state));
  touched.clear();
  return rows;
}

/** Rules, and what they have brought about. */
function ruleRows({ touched, rules, groups }: State): StateRow[] {
  const rows: StateRow[] = [];
  const add = (key: string, value: unknown): void =>
    void rows.push({ key, value: value === null || value === undefined ? null : JSON.stringify(value) });
  for (const key of touched.rules) add(`rule/${key}`, rules.rules.get(key));
  for (const [key, [rule, shape]] of touched.points) {
    const point = rules.points.get(rule)?.get(shape);
    add(`point/${key}`, point === undefined ? null : [...rules.partsOf(rule), shape, point.episodes.map(episodeValue)]);
  }
  for (const number of touched.ruled) {
    const group = groups.get(number);
    add(`ruled/${number}`, group === undefined ? null : encodeRuled(group.ruled));
  }
  for (const fingerprint of touched.suppressed) {
    const alert = rules.suppressed.get(fingerprint);
    add(`suppressed/${fingerprint}`, alert === undefined ? null : encodeSuppressed(alert));
  }
  return rows;
}

type Value = string | number | null | readonly Value[];

const row = (key: string, value: Value): StateRow => ({ key, value: value === null ? null : JSON.stringify(value) });

/** Null for one that has been forgotten. */
function entityValue({ topology }: State, entity: Entity): Value {
  const { number, scope, id, kind, name, into, retired } = entity;
  if (topology.entities.get(number) !== entity) return null;
  const value = [scope, id, kind, name, into?.number ?? null];
  return retired ? [...value, 1] : value;
}

function groupValue(state: State, number: number): Value {
  const group = state.groups.get(number);
  if (group === undefined) return null;
  const { founder, incident } = group;
  return [
    group.scope,
    founder === null ? null : founderValue(founder),
    group.heldAt,
    group.heldSequence,
    incident === null ? null : [incident.id, founderValue(incident.founder), incident.resolvedAt],
    group.quietSince,
    group.newsSequence,
  ];
}

const founderValue = ({ startedAt, fingerprint, version }: Founder): Value => [startedAt, fingerprint, version];

const episodeValue = ({ min, max, group, createdAt, touchedAt }: Episode): Value => [
  min,
  max,
  rootOf(group).number,
  createdAt,
  touchedAt,
];

const witnessValue = ({ at, fingerprint, rank, summary }: Witness): Value => [at, fingerprint, rank, summary];

const partValue = ({ group, forgotten, first, worst, evidence }: Part): Value => [
  group.number,
  forgotten,
  witnessValue(first),
  first === worst ? null : witnessValue(worst),
  evidence === null ? null : [evidence.kind, evidence.via?.number ?? null, evidence.label],
];

const spotValue = ({ episodes, parts }: Entity): Value =>
  episodes.length + parts.length === 0 ? null : [episodes.map(episodeValue), parts.map(partValue)];

function labelValue(state: State, key: string): Value {
  const point = state.labels.get(key);
  return point === undefined ? null : [point.text, point.episodes.map(episodeValue)];
}

const SEQUENCE_DIGITS = 12;

/** In the order of the sequences, so that the rows of a storm lie side by side and are written in few pages. */
const alertKey = (sequence: number): string => `alert/${String(sequence).padStart(SEQUENCE_DIGITS, "0")}`;

/** Null for a life that has been forgotten or that another has followed. */
function alertValue(alert: KnownAlert | undefined, sequence: number): Value {
  if (alert?.sequence !== sequence) return null;
  const part = currentPart(alert.part);
  return [
    alert.fingerprint,
    part.entity.number,
    part.group.number,
    alert.startedAt,
    alert.version,
    alert.rank,
    alert.state,
    alert.placedAt,
    alert.resolvedAt,
    Number(alert.joined),
    Number(alert.again),
  ];
}

function signValue({ signs }: State, id: string): Value {
  const sign = signs.get(id);
  if (sign === undefined) return null;
  return [sign.entity.number, sign.kind, sign.since, sign.endedAt, Number(sign.isDismissed)];
}

function verdictValue({ verdicts }: State, id: string): Value {
  const standing = verdicts.get(id);
  return standing === undefined ? null : encodeStanding(standing);
}

function changeValue(state: State, key: string): Value {
  const change = state.changes.get(key);
  if (change === undefined) return null;
  return [change.scope, change.changeId, change.entity.number, change.summary, change.by, change.at, change.endedAt];
}
