import type { AlertTransition } from "../../../../shared/domain/log.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import type { Ruled } from "./apart.ts";
import type { SuppressedAlert } from "./standing.ts";

/** Rows of what rules have brought about, as they are kept with the state of analysis. */
export type RuledRow = [shapes: [ruleId: string, keys: string[]][], keptApart: string[]];
export type SuppressedRow = [ruleId: string, scope: Scope, sourceId: string, body: AlertTransition];
export type PointRow<E> = [scope: Scope, ruleId: string, shape: string, episodes: E[]];

/** Null when there is nothing to keep. */
export const encodeRuled = (ruled: Ruled | null): RuledRow | null =>
  ruled === null || (ruled.shapes.size === 0 && ruled.keptApart.size === 0)
    ? null
    : [[...ruled.shapes].map(([id, keys]) => [id, [...keys]]), [...ruled.keptApart]];

export const decodeRuled = ([shapes, keptApart]: RuledRow): Ruled => ({
  shapes: new Map(shapes.map(([id, keys]) => [id, new Set(keys)])),
  keptApart: new Set(keptApart),
});

export const encodeSuppressed = ({ ruleId, scope, sourceId, body }: SuppressedAlert): SuppressedRow => [
  ruleId,
  scope,
  sourceId,
  body,
];

export const decodeSuppressed = ([ruleId, scope, sourceId, body]: SuppressedRow): SuppressedAlert => ({
  ruleId,
  scope,
  sourceId,
  body,
});
