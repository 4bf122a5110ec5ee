import type { Caller } from "../../../shared/domain/session.ts";
import { getIncident, incidentCore } from "../store/read-incident.ts";
import { listIncidents } from "../store/read-incidents.ts";
import { whyAlert } from "../store/read-why.ts";
import type { EngineAccess } from "./access.ts";
import { done, found } from "./failures.ts";
import type { Guarded } from "./guarded.ts";

export function incidentHandlers({ incidents }: Guarded, access: EngineAccess) {
  const { db, command, longRead, now } = access;
  const visible = (caller: Caller, id: string) => found(incidentCore(db, caller.scopes, id));

  return {
    list: incidents.list.handler(({ input, context: { caller } }) =>
      listIncidents(db, caller.scopes, input, { name: caller.name, now: now() }),
    ),

    get: incidents.get.handler(({ input, context: { caller } }) =>
      found(getIncident(db, caller.scopes, input.id, now())),
    ),

    timeline: incidents.timeline.handler(async ({ input, context: { caller } }) =>
      found(await longRead("incidentTimeline", caller.scopes, { ...input, now: now() })),
    ),

    why: incidents.why.handler(({ input, context: { caller } }) =>
      found(whyAlert(db, caller.scopes, input.id, input.fingerprint)),
    ),

    similar: incidents.similar.handler(async ({ input, context: { caller } }) =>
      found(await longRead("similarIncidents", caller.scopes, input)),
    ),

    acknowledge: incidents.acknowledge.handler(({ input, context: { caller } }) => {
      visible(caller, input.id);
      const { id, seenVersion, note, minutes } = input;
      return done(command("acknowledge", caller, { incidentId: id, seenVersion, alerts: [], note, minutes }));
    }),

    undo: incidents.undo.handler(({ input, context: { caller } }) => {
      visible(caller, input.id);
      return done(command("undoIncident", caller, { incidentId: input.id }));
    }),

    note: incidents.note.handler(({ input, context: { caller } }) => {
      visible(caller, input.id);
      return done(command("note", caller, { incidentId: input.id, text: input.text }));
    }),

    setOwner: incidents.setOwner.handler(({ input, context: { caller } }) => {
      visible(caller, input.id);
      return done(command("setOwner", caller, { incidentId: input.id, owner: input.owner }));
    }),
  };
}
