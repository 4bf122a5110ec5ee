import type { Commands } from "../commands.ts";
import { listChanges } from "../store/read-changes.ts";
import type { EngineAccess } from "./access.ts";
import { done } from "./failures.ts";
import type { Guarded } from "./guarded.ts";

export const changeHandlers = ({ changes }: Guarded, { db, command }: EngineAccess) => ({
  list: changes.list.handler(({ input, context: { caller } }) => listChanges(db, caller.scopes, input)),

  add: changes.add.handler(({ input, context: { caller } }) => done(command("addChange", caller, given(input)))),
});

/** Leaves out what was not given: a command takes absent fields, not undefined ones. */
const given = (input: { entity: string; summary: string } & Record<string, unknown>): Commands["addChange"]["input"] =>
  Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  ) as Commands["addChange"]["input"];
