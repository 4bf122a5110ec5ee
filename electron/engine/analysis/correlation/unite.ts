import type { JoinReason } from "../../../../shared/domain/proposal.ts";
import type { Proposals } from "../proposals.ts";
import type { Queue } from "../queue.ts";
import type { State } from "../state/state.ts";
import { noteActivity, reopenWhenFiring } from "./activity.ts";
import { type Case, type Group } from "./group.ts";
import { olderFounder } from "../identity.ts";
import { addRuled } from "../rules/apart.ts";
import { openIncident } from "./lifecycle.ts";
import type { KnownAlert } from "./knownAlert.ts";
import { absorbPart, partOf } from "./part.ts";

/**
 * Unites two groups; the one with more entities absorbs the other, the older incident absorbs the younger, or `first` does.
 * @returns what stands for both.
 */
export function unite(
  state: State,
  proposals: Proposals,
  left: Group,
  right: Group,
  reasons: JoinReason[],
  first?: Case,
): Group {
  if (left === right) return left;
  const [kept, gone] = absorbs(left, right) ? [left, right] : [right, left];
  if (isAhead(left, right)) openIncident(state, proposals, left);
  if (isAhead(right, left)) openIncident(state, proposals, right);
  uniteIncidents(state, proposals, kept, gone, { reasons, first });
  uniteFounders(kept, gone);
  moveParts(state, kept, gone);
  addRuled(state, kept, gone);
  for (let rank = 0; rank < kept.firing.length; rank++) {
    kept.firing[rank]! += gone.firing[rank]!;
    kept.suppressed[rank]! += gone.suppressed[rank]!;
  }
  kept.quietSince = Math.max(kept.quietSince, gone.quietSince);
  kept.pending = inSequence(kept.pending, gone.pending);
  retire(state, proposals, kept, gone);
  return kept;
}

const absorbs = (left: Group, right: Group): boolean =>
  left.parts.length !== right.parts.length ? left.parts.length > right.parts.length : left.number < right.number;

type Wording = { reasons: JoinReason[]; first: Case | undefined };

function uniteIncidents(
  state: State,
  proposals: Proposals,
  kept: Group,
  gone: Group,
  { reasons, first }: Wording,
): void {
  if (kept.incident === null || gone.incident === null) {
    kept.incident ??= gone.incident;
    return;
  }
  const keeps = first === undefined ? isOlder(kept.incident, gone.incident) : first === kept.incident;
  const [older, younger] = keeps ? [kept.incident, gone.incident] : [gone.incident, kept.incident];
  const at = state.clock.now;
  if (older.resolvedAt !== 0 && younger.resolvedAt === 0) {
    older.resolvedAt = 0;
    proposals.add({ kind: "reopen", incidentId: older.id, at });
  }
  proposals.add({ kind: "merge", incidentId: older.id, absorbed: younger.id, at, reasons });
  kept.incident = older;
}

/**
 * A group that still waits although it began before the other's incident: had its alerts come sooner, the incident would have been its.
 * So it opens at once and absorbs the other, and the outcome is the same in either order.
 */
const isAhead = (waiting: Group, other: Group): boolean =>
  waiting.incident === null &&
  waiting.founder !== null &&
  other.incident !== null &&
  olderFounder(waiting.founder, other.incident.founder) === waiting.founder;

export const isOlder = (left: Case, right: Case): boolean => olderFounder(left.founder, right.founder) === left.founder;

function uniteFounders(kept: Group, gone: Group): void {
  if (gone.founder === null) return;
  const earlier = kept.founder === null || gone.heldSequence < kept.heldSequence;
  if (earlier) Object.assign(kept, { heldAt: gone.heldAt, heldSequence: gone.heldSequence });
  kept.founder = kept.founder === null ? gone.founder : olderFounder(kept.founder, gone.founder);
}

function moveParts(state: State, kept: Group, gone: Group): void {
  for (const part of gone.parts) {
    const same = partOf(part.entity, kept);
    state.touched.spots.add(part.entity);
    if (same === undefined) {
      part.group = kept;
      kept.parts.push(part);
      continue;
    }
    absorbPart(same, part);
    part.entity.parts = part.entity.parts.filter((each) => each !== part);
    part.into = same;
  }
  gone.parts = [];
}

/** Both queues in one, by sequence. The younger alerts mostly come last. */
function inSequence(left: Queue<KnownAlert>, right: Queue<KnownAlert>): Queue<KnownAlert> {
  const [long, short] = left.length >= right.length ? [left, right] : [right, left];
  for (const alert of short.take(short.length)) long.insert(alert, (other) => other.sequence > alert.sequence);
  return long;
}

/** From here on `gone` is only another name for `kept`. */
function retire(state: State, proposals: Proposals, kept: Group, gone: Group): void {
  gone.into = kept;
  kept.absorbed.push(gone.number, ...gone.absorbed);
  gone.absorbed = [];
  state.groups.delete(gone.number);
  state.touched.groups.add(kept.number).delete(gone.number);
  state.touched.ruled.add(gone.number);
  state.touched.absorbed.set(gone.number, gone);
  for (const set of [state.opening, state.quiet, state.news]) set.delete(gone);
  if (kept.incident !== null && kept.pending.length > 0) state.opening.add(kept);
  noteActivity(state, kept);
  reopenWhenFiring(state, proposals, kept);
  state.noteNews(kept);
}
