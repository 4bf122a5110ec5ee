import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";
import type { Source } from "../../shared/domain/source.ts";

/** A live Prometheus from the form that answered a moment ago. */
export function aSource(more: Partial<Source> = {}): Source {
  return {
    id: "prometheus",
    scope: DEFAULT_SCOPE,
    kind: "prometheus",
    name: "Prometheus",
    state: "live",
    origin: "form",
    canAct: false,
    intervalMs: 15_000,
    lastGoodAt: 1_000,
    staleSince: null,
    lagMs: 120,
    failure: null,
    failureSince: null,
    nextPollAt: null,
    eventsIn: 0,
    ignored: {},
    firingAlerts: 0,
    about: null,
    ...more,
  };
}
