import type { ChangedIncident } from "../../../shared/domain/rule.ts";
import { textOf } from "../../../shared/strings/index.ts";
import type { FoundIncident, Outcome } from "./outcome.ts";

/** The incidents that are others with the rules than without, the largest first. */
export function changedIncidents(before: Outcome, after: Outcome): ChangedIncident[] {
  const now = after.incidents();
  const changed = [...before.incidents().values()].flatMap((incident) => changeOf(incident, now, after) ?? []);
  return changed.sort((left, right) => right.alerts - left.alerts || (left.id < right.id ? -1 : 1));
}

function changeOf(
  { id, headline, startedAt, lives }: FoundIncident,
  now: ReadonlyMap<string, FoundIncident>,
  after: Outcome,
): ChangedIncident | undefined {
  const parts = new Map<string, number>();
  let suppressed = 0;
  for (const life of lives) {
    const incident = after.incidentOf(life);
    if (incident !== undefined) parts.set(incident, (parts.get(incident) ?? 0) + 1);
    else if (after.isSuppressed(life)) suppressed++;
  }
  const becomes = [...parts]
    .map(([other, alerts]) => ({ id: other, alerts, of: now.get(other)!.lives.length }))
    .sort((left, right) => right.alerts - left.alerts || (left.id < right.id ? -1 : 1));
  const kind = kindOf(lives.length, becomes, suppressed);
  if (kind === undefined) return undefined;
  const words = headline === undefined ? id : textOf(headline);
  return { id, headline: words, startedAt, alerts: lives.length, kind, becomes, suppressed };
}

function kindOf(
  alerts: number,
  becomes: ChangedIncident["becomes"],
  suppressed: number,
): ChangedIncident["kind"] | undefined {
  const [first] = becomes;
  if (first === undefined) return suppressed > 0 ? "suppressed" : undefined;
  if (becomes.length > 1) return "split";
  if (first.of > first.alerts) return "merged";
  return first.alerts < alerts ? "shrunk" : undefined;
}
