import type { AlertState, Muting } from "../../../shared/domain/event.ts";
import type { Severity } from "../../../shared/domain/severity.ts";

/** What one source last said of an alert under one of its handles. */
export type SourceView = { sourceId: string; handle: string; state: AlertState; mutings: readonly Muting[] };

/** What is known of an alert: its merged state and every view. */
export type KnownState = {
  state: AlertState;
  severity: Severity;
  /** Begin of this life, by the source's clock. */
  startedAt: number;
  /** Last transition, by the source's clock. */
  changedAt: number;
  views: readonly SourceView[];
};

/** What a source says now. `at`: when the condition began or, for `resolved`, ended. */
export type Said = {
  sourceId: string;
  handle: string;
  state: AlertState;
  severity: Severity;
  at: number;
  complete: boolean;
};

export type Decision =
  | { kind: "opened"; state: "firing" | "suppressed" }
  | { kind: "changed"; state: AlertState; was: Severity }
  | { kind: "muted"; state: "suppressed" }
  | { kind: "unmuted"; state: "firing" }
  | { kind: "resolved"; state: "resolved" }
  | { kind: "repeated"; state: AlertState }
  | { kind: "ignored"; reason: "ignored.resolveWithoutAlert" | "ignored.olderThanKnown" };

/**
 * Says what a report means for its alert. Pure: what was known and what came, to what happened.
 * Only `repeated` and `ignored` are not logged.
 *
 * With several sources an alert holds while one of them says so, and is suppressed as soon as one that says so mutes it.
 * A source that knows it under several handles mutes it only when all of them that hold are muted.
 * `complete` reports come from a full list, which is right about now; others may be late, so what is older than known is ignored.
 */
export function decide(known: KnownState | undefined, said: Said): Decision {
  if (known === undefined || known.state === "resolved") return decideBirth(known, said);
  if (!said.complete && said.state === "resolved" && said.at < known.startedAt) {
    return { kind: "ignored", reason: "ignored.olderThanKnown" };
  }
  const state = mergedState(known.views, said);
  if (state === "resolved") return { kind: "resolved", state };
  if (known.severity !== said.severity && said.state !== "resolved")
    return { kind: "changed", state, was: known.severity };
  if (state === known.state) return { kind: "repeated", state };
  return state === "suppressed" ? { kind: "muted", state } : { kind: "unmuted", state };
}

function decideBirth(known: KnownState | undefined, said: Said): Decision {
  if (said.state === "resolved") return { kind: "ignored", reason: "ignored.resolveWithoutAlert" };
  if (known !== undefined && !said.complete && said.at < known.changedAt)
    return { kind: "ignored", reason: "ignored.olderThanKnown" };
  return { kind: "opened", state: said.state };
}

/** The state over all sources once `said` has replaced the view of its handle. */
export function mergedState(
  views: readonly SourceView[],
  said: Pick<Said, "sourceId" | "handle" | "state">,
): AlertState {
  if (views.every(({ sourceId, handle }) => sourceId === said.sourceId && handle === said.handle)) return said.state;
  const bySource = new Map<string, AlertState>([[said.sourceId, said.state]]);
  for (const { sourceId, handle, state } of views) {
    if (sourceId === said.sourceId && handle === said.handle) continue;
    bySource.set(sourceId, ofOneSource(bySource.get(sourceId) ?? "resolved", state));
  }
  const states = [...bySource.values()];
  return states.find((state) => state === "suppressed") ?? states.find((state) => state === "firing") ?? "resolved";
}

function ofOneSource(one: AlertState, other: AlertState): AlertState {
  if (one === "firing" || other === "firing") return "firing";
  return one === "suppressed" || other === "suppressed" ? "suppressed" : "resolved";
}
