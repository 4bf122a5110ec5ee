import type { IncidentId } from "../../../../shared/domain/incident.ts";
import type { Fingerprint } from "../../../../shared/domain/alert.ts";
import { type Group, rootOf } from "../correlation/group.ts";
import type { Standing } from "./standing.ts";

type MergeRow = ["merge", group: number, IncidentId, startedAt: number, Fingerprint, version: number, number[]];
type SplitRow = ["split", group: number, out: number];
type NotCauseRow = ["not-cause", group: number, entity: number, by: string, combination: string | null];
export type StandingRow = MergeRow | SplitRow | NotCauseRow;

/** A verdict as it is kept with the state of analysis. */
export function encodeStanding(standing: Standing): StandingRow {
  const group = rootOf(standing.group).number;
  switch (standing.kind) {
    case "merge": {
      const { id, founder } = standing.gone;
      const { startedAt, fingerprint, version } = founder;
      return ["merge", group, id, startedAt, fingerprint, version, [...standing.entities]];
    }
    case "split":
      return ["split", group, rootOf(standing.out).number];
    case "not-cause":
      return ["not-cause", group, standing.entity, standing.by, standing.combination];
  }
}

/** The other way; `groups` finds the group that a number stands for. */
export function decodeStanding(row: StandingRow, groups: (number: number) => Group): Standing {
  const group = groups(row[1]);
  if (row[0] === "split") return { kind: "split", group, out: groups(row[2]) };
  if (row[0] === "not-cause") return { kind: "not-cause", group, entity: row[2], by: row[3], combination: row[4] };
  const [, , id, startedAt, fingerprint, version, entities] = row;
  return { kind: "merge", group, gone: { id, founder: { startedAt, fingerprint, version }, resolvedAt: 0 }, entities };
}
