import type { AlertState, Muting } from "../../../shared/domain/event.ts";
import type { Severity } from "../../../shared/domain/severity.ts";

/** What one source last said of an alert. */
export type SourceView = { state: AlertState; mutings: readonly Muting[] };

/** What is known of an alert: its merged state and every source's own view. */
export type KnownState = {
  state: AlertState;
  severity: Severity;
  /** Begin of this life, by the source's clock. */
  startedAt: number;
  /** Last transition, by the source's clock. */
  changedAt: number;
  views: ReadonlyMap<string, SourceView>;
};

/** What a source says now. `at`: when the condition began or, for `resolved`, ended. */
export type Said = { sourceId: string; state: AlertState; severity: Severity; at: number; complete: boolean };

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

/** The state over all sources once `said` has replaced its source's view. */
export function mergedState(
  views: ReadonlyMap<string, SourceView>,
  said: Pick<Said, "sourceId" | "state">,
): AlertState {
  let merged = said.state;
  for (const [sourceId, view] of views) {
    if (sourceId === said.sourceId || view.state === "resolved") continue;
    if (view.state === "suppressed" || merged === "resolved")
      merged = view.state === "suppressed" ? "suppressed" : "firing";
  }
  return merged;
}
