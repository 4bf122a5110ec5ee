import type { CommandResult, Commands } from "../commands.ts";
import { addNote, findIncidentHead, setOwner } from "../store/incidents.ts";
import { accept, mayTouch, NOTHING_THERE, recordAction, refuse, type CommandContext } from "./context.ts";

/** Writes a note into the incident's history. */
export function note(
  context: CommandContext,
  { incidentId, text }: Commands["note"]["input"],
): CommandResult<{ version: number }> {
  return annotate(context, incidentId, "note", context.mask(text), (masked) =>
    addNote(context.db, incidentId, context.caller.name, masked, context.now),
  );
}

/** Gives the incident to somebody, or back. */
export function own(
  context: CommandContext,
  { incidentId, owner }: Commands["setOwner"]["input"],
): CommandResult<{ version: number }> {
  return annotate(context, incidentId, "owner", owner ?? "", () =>
    setOwner(context.db, incidentId, context.caller.name, owner, context.now),
  );
}

function annotate(
  context: CommandContext,
  incidentId: string,
  action: "note" | "owner",
  text: string,
  write: (text: string) => number,
): CommandResult<{ version: number }> {
  const head = findIncidentHead(context.db, incidentId);
  if (head === undefined || !mayTouch(context.caller, head.scope)) return refuse("NOT_FOUND", NOTHING_THERE);
  const version = write(text);
  recordAction(context, action, head.scope, incidentId, text, {});
  context.draft.topics.add("incidents");
  return accept({ version });
}
