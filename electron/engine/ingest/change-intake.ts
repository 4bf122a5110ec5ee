import type { EntityId } from "../../../shared/domain/entity.ts";
import type { ChangeReport } from "../../../shared/domain/event.ts";
import { compareChange, putChange } from "../store/changes.ts";
import type { WritableDb } from "../store/database.ts";
import type { Delivery } from "./delivery.ts";
import type { Draft } from "./draft.ts";
import { changedEntity } from "./identity-intake.ts";
import type { IntakeState } from "./intake-state.ts";

/** The entity that changed, and whether it was unknown before. */
export type ChangeTaken = { entityId: EntityId; newEntity: boolean };

/** Takes in a masked change; one that says nothing new is not logged again. */
export function takeChange(
  db: WritableDb,
  known: IntakeState,
  report: ChangeReport,
  delivery: Delivery,
  draft: Draft,
): ChangeTaken {
  const { scope, sourceId, receivedAt } = delivery;
  const { id, summary, at } = report;
  const { entityId, newEntity } = changedEntity(db, known, report, delivery, draft);
  const entityName = known.entities.get(entityId).name;
  const { detail = null, by = null, endedAt = null } = report;
  const change = { id, scope, entityId, entityName, summary, detail, by, at, endedAt, sourceId };
  draft.flush();
  if (compareChange(db, change) !== "same") {
    const body = { kind: "change", changeId: id, entityId, summary, by, endedAt } as const;
    draft.log({ scope, sourceId, at, receivedAt, body }, (position) => putChange(db, change, position));
    draft.topics.add("changes");
  }
  return { entityId, newEntity };
}
