import type { Caller } from "../../../shared/domain/session.ts";
import { getOutboxItem, listOutbox } from "../store/read-outbox.ts";
import type { EngineAccess } from "./access.ts";
import { done, found } from "./failures.ts";
import type { Guarded } from "./guarded.ts";

export function outboxHandlers({ outbox }: Guarded, { db, command }: EngineAccess) {
  const visible = (caller: Caller, id: string) => found(getOutboxItem(db, caller.scopes, id));

  return {
    list: outbox.list.handler(({ input, context: { caller } }) => listOutbox(db, caller.scopes, input)),

    undo: outbox.undo.handler(({ input, context: { caller } }) => {
      visible(caller, input.id);
      return done(command("undoItem", caller, { id: input.id }));
    }),

    settle: outbox.settle.handler(({ input, context: { caller } }) => {
      visible(caller, input.id);
      return done(command("settle", caller, input));
    }),
  };
}
