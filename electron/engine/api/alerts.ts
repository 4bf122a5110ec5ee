import { alertCounts, alertRate, isLongRateQuery } from "../store/read-alert-counts.ts";
import { getAlert, isLongAlertQuery, knownFingerprints, listAlerts } from "../store/read-alerts.ts";
import type { EngineAccess } from "./access.ts";
import { done, found } from "./failures.ts";
import type { Guarded } from "./guarded.ts";

export function alertHandlers({ alerts }: Guarded, access: EngineAccess) {
  const { db, command, longRead, now } = access;

  return {
    list: alerts.list.handler(({ input, context: { caller } }) =>
      isLongAlertQuery(input) ? longRead("listAlerts", caller.scopes, input) : listAlerts(db, caller.scopes, input),
    ),

    get: alerts.get.handler(({ input, context: { caller } }) => found(getAlert(db, caller.scopes, input.fingerprint))),

    counts: alerts.counts.handler(({ context: { caller } }) => alertCounts(db, caller.scopes)),

    rate: alerts.rate.handler(({ input, context: { caller } }) => {
      const query = { ...input, now: now() };
      return isLongRateQuery(query) ? longRead("alertRate", caller.scopes, query) : alertRate(db, caller.scopes, query);
    }),

    acknowledge: alerts.acknowledge.handler(async ({ input, context: { caller } }) => {
      const known = knownFingerprints(
        db,
        caller.scopes,
        input.alerts.map((alert) => alert.fingerprint),
      );
      const seen = input.alerts.filter((alert) => known.has(alert.fingerprint));
      const unseen = input.alerts.filter((alert) => !known.has(alert.fingerprint));
      found(seen[0]);
      const { note, minutes } = input;
      const request = { incidentId: null, seenVersion: null, alerts: seen, note, minutes };
      const { items, skipped } = await done(command("acknowledge", caller, request));
      const strangers = unseen.map(({ fingerprint }) => ({ fingerprint, reason: "api.skipped.unknown" }));
      return { items, skipped: [...skipped, ...strangers] };
    }),
  };
}
