import type { Firing, Group } from "../group.ts";

/**
 * What became of alerts when incidents were explained anew. `gain`: nats by which the alerts are explained better than as they were before,
 * each set of them by its best single fault.
 */
export type Regrouping = {
  kind: "opened" | "joined" | "merged" | "split" | "moved" | "released";
  at: number;
  /** The incident that they were in; undefined when they waited. */
  from: number | undefined;
  /** The incident that they are in now; undefined when nothing explains them. */
  to: number | undefined;
  alerts: Firing[];
  gain: number;
};

/** How well one fault explains alerts, in nats against chance. */
export type Worth = (firings: Iterable<Firing>) => number;

type Move = { from: Group | undefined; to: Group | undefined; alerts: Firing[] };

/** Says what happened when `incidents` and alerts that waited were explained together. `before`: the group of each alert until then. */
export function regroupingsOf(
  at: number,
  before: ReadonlyMap<Firing, Group>,
  incidents: ReadonlySet<Group>,
  worth: Worth,
): Regrouping[] {
  const moves = movesOf(before, incidents);
  return moves.map(({ from, to, alerts }) => {
    const stayed = from?.explanation == null ? [] : from.members.filter((each) => before.get(each) === from);
    const moved = new Set(alerts);
    const there = to === undefined ? [] : to.members.filter((each) => !moved.has(each));
    const gain =
      (to === undefined ? 0 : worth([...there, ...alerts])) +
      worth(stayed) -
      worth(there) -
      (from === undefined ? 0 : worth([...stayed, ...alerts]));
    return { kind: kindOf(from, to, incidents), at, from: from?.number, to: to?.number, alerts, gain };
  });
}

/** Alerts that left where they were, by where they came from and went to. */
function movesOf(before: ReadonlyMap<Firing, Group>, incidents: ReadonlySet<Group>): Move[] {
  const moves = new Map<string, Move>();
  for (const [firing, group] of before) {
    const from = incidents.has(group) ? group : undefined;
    const to = firing.group.explanation === null ? undefined : firing.group;
    if (from === to) continue;
    const key = `${from?.number ?? ""}/${to?.number ?? ""}`;
    const known = moves.get(key);
    if (known === undefined) moves.set(key, { from, to, alerts: [firing] });
    else known.alerts.push(firing);
  }
  return [...moves.values()];
}

function kindOf(from: Group | undefined, to: Group | undefined, incidents: ReadonlySet<Group>): Regrouping["kind"] {
  if (to === undefined) return "released";
  const isNew = !incidents.has(to);
  if (from === undefined) return isNew ? "opened" : "joined";
  if (from.explanation === null) return "merged";
  return isNew ? "split" : "moved";
}
