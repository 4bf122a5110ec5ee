import type { EntityKind } from "../../../shared/domain/entity.ts";
import type { ChangeReport } from "../../../shared/domain/event.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { normalise } from "../pipeline/normalise.ts";
import { findChangeAt } from "../store/changes.ts";
import { appendAudit } from "../store/audit.ts";
import type { CommandResult, Commands } from "../commands.ts";
import { accept, refuse, type CommandContext } from "./context.ts";

/** Kinds that a deployment script's bare name may mean, likeliest first. */
const LIKELY: readonly EntityKind[] = ["service", "app", "database", "queue", "host", "device", "pod", "site", "other"];

/** Takes a change that a deployment script reports. The name is looked up among all kinds of entities before a new one is made. */
export function addChange(
  context: CommandContext,
  input: Commands["addChange"]["input"],
): CommandResult<Commands["addChange"]["output"]> {
  const { db, draft, intake, caller, now, newId, mask } = context;
  const scope = caller.scopes[0] ?? DEFAULT_SCOPE;
  if (input.endedAt !== undefined && input.endedAt < (input.at ?? now)) {
    return refuse("REJECTED", { code: "command.changeEndsBeforeStart", params: {} });
  }
  const { entities } = intake.state;
  // Entities and changes are known by their masked names and ids.
  const name = mask(input.entity);
  const known = entities.findByName(scope, name, LIKELY);
  const kind = known === undefined ? "service" : entities.get(known).kind;
  const id = input.id === undefined ? newId() : mask(input.id);
  // The same id again is harmless: without a time of its own it keeps the one it had.
  const at = input.at ?? findChangeAt(db, scope, id) ?? now;
  const report: ChangeReport = {
    kind: "change",
    id,
    entity: [{ namespace: `name/${kind}`, value: name, kind }],
    summary: input.summary,
    ...(input.detail === undefined ? {} : { detail: input.detail }),
    by: input.by ?? caller.name,
    at,
    ...(input.endedAt === undefined ? {} : { endedAt: input.endedAt }),
  };
  const delivery = { sourceId: "operator", scope, receivedAt: now, snapshot: undefined };
  const { entityId, newEntity } = intake.takeChange(normalise(report, now).report, delivery, draft);
  appendAudit(db, {
    at: now,
    by: caller.name,
    scope,
    action: "change",
    target: entityId,
    outcome: "done",
    detail: { id },
  });
  draft.topics.add("audit");
  return accept({ id, entityName: entities.get(entityId).name, newEntity });
}
