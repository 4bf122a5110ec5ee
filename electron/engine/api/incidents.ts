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

    merge: incidents.merge.handler(({ input: { id, otherIds }, context: { caller } }) => {
      for (const each of [id, ...otherIds]) visible(caller, each);
      const verdicts = otherIds.map((otherId) => ({ kind: "merge" as const, incidentId: id, otherId }));
      return done(command("giveVerdicts", caller, { verdicts }));
    }),

    split: incidents.split.handler(({ input: { id, entityIds }, context: { caller } }) => {
      visible(caller, id);
      return done(command("giveVerdicts", caller, { verdicts: [{ kind: "split", incidentId: id, entityIds }] }));
    }),

    ruleOut: incidents.ruleOut.handler(({ input: { id, entityId }, context: { caller } }) => {
      visible(caller, id);
      return done(command("giveVerdicts", caller, { verdicts: [{ kind: "not-cause", incidentId: id, entityId }] }));
    }),

    takeBack: incidents.takeBack.handler(({ input: { id, verdictId }, context: { caller } }) => {
      visible(caller, id);
      return done(command("takeBack", caller, { verdictId }));
    }),

    setOwner: incidents.setOwner.handler(({ input, context: { caller } }) => {
      visible(caller, input.id);
      return done(command("setOwner", caller, { incidentId: input.id, owner: input.owner }));
    }),
  };
}
