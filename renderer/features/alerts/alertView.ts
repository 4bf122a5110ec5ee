import { z } from "zod";
import { AlertOrder, type AlertFilter } from "../../../shared/contract/alerts.ts";
import { AlertState } from "../../../shared/domain/event.ts";
import { IncidentId } from "../../../shared/domain/incident.ts";
import { Severity } from "../../../shared/domain/severity.ts";

/** What a person chose to see; a saved view is this under a name. */
export const AlertView = z.object({
  text: z.string().max(200),
  states: z.array(AlertState),
  severities: z.array(Severity),
  sourceIds: z.array(z.string()),
  site: z.string().nullable(),
  entityId: z.string().nullable(),
  incidentId: IncidentId.nullable(),
  unacknowledged: z.boolean(),
  order: AlertOrder,
});
export type AlertView = z.infer<typeof AlertView>;

export const DEFAULT_VIEW: AlertView = {
  text: "",
  states: ["firing", "suppressed"],
  severities: [],
  sourceIds: [],
  site: null,
  entityId: null,
  incidentId: null,
  unacknowledged: false,
  order: "severity",
};

/** The filter of the contract; what is not restricted is left out. */
export function filterOf(view: AlertView): AlertFilter {
  return {
    states: view.states,
    severities: view.severities,
    sourceIds: view.sourceIds,
    unacknowledged: view.unacknowledged,
    ...(view.site === null ? {} : { site: view.site }),
    ...(view.entityId === null ? {} : { entityId: view.entityId }),
    ...(view.incidentId === null ? {} : { incidentId: view.incidentId }),
    ...(view.text.trim() === "" ? {} : { text: view.text.trim() }),
  };
}

/** Adds or takes away; a list of states never becomes empty, for it would show nothing and say nothing. */
export function toggleState(view: AlertView, state: AlertState): AlertView {
  const states = toggleIn(view.states, state);
  return states.length === 0 ? view : { ...view, states };
}

export const toggleSeverity = (view: AlertView, severity: Severity): AlertView => ({
  ...view,
  severities: toggleIn(view.severities, severity),
});

const toggleIn = <T>(list: readonly T[], item: T): T[] =>
  list.includes(item) ? list.filter((each) => each !== item) : [...list, item];

const WORDS = /(?:^|\s)(site|source|severity|is|entity|incident):("[^"]*"|\S+)(?=\s)/g;

/**
 * Takes `site:FRA`, `severity:critical`, `source:prometheus`, `is:resolved`, `is:unacknowledged`, `incident:INC-…` out of
 * what is typed, once a space follows, and turns each into a chip. What is not understood stays as a search word.
 */
export function takeTyped(view: AlertView, typed: string): AlertView {
  let next = view;
  const rest = typed.replace(WORDS, (whole, key: string, quoted: string) => {
    const taken = applyTyped(next, key, quoted.replaceAll('"', ""));
    if (taken === undefined) return whole;
    next = taken;
    return "";
  });
  return { ...next, text: rest.trimStart() };
}

function applyTyped(view: AlertView, key: string, value: string): AlertView | undefined {
  if (key === "site") return { ...view, site: value };
  if (key === "entity") return { ...view, entityId: value };
  if (key === "source")
    return view.sourceIds.includes(value) ? view : { ...view, sourceIds: [...view.sourceIds, value] };
  if (key === "severity") {
    const severity = Severity.safeParse(value.toLowerCase());
    if (!severity.success) return undefined;
    return view.severities.includes(severity.data)
      ? view
      : { ...view, severities: [...view.severities, severity.data] };
  }
  if (key === "incident") {
    const id = IncidentId.safeParse(value.toUpperCase());
    return id.success ? { ...view, incidentId: id.data } : undefined;
  }
  if (value === "unacknowledged") return { ...view, unacknowledged: true };
  const state = AlertState.safeParse(value);
  if (!state.success) return undefined;
  return view.states.includes(state.data) ? view : { ...view, states: [...view.states, state.data] };
}

export const sameView = (a: AlertView, b: AlertView): boolean =>
  JSON.stringify(normal(a)) === JSON.stringify(normal(b));

/** The same rows, in whatever order. */
export const sameFilter = (a: AlertView, b: AlertView): boolean => sameView({ ...a, order: b.order }, b);

const normal = (view: AlertView): AlertView => ({
  ...view,
  text: view.text.trim(),
  states: view.states.toSorted(),
  severities: view.severities.toSorted(),
  sourceIds: view.sourceIds.toSorted(),
});
