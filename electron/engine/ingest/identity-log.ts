import type { WritableDb } from "../store/database.ts";
import { insertEntity, putAlias, replaceEntity } from "../store/entities.ts";
import { joinEntities } from "../store/entity-joins.ts";
import type { Delivery } from "./delivery.ts";
import type { Draft } from "./draft.ts";
import type { IdentityChange } from "./entity-index.ts";
import type { IntakeState } from "./intake-state.ts";

/** Logs and stores what identifying changed, before the entry of the report that caused it. */
export function logIdentity(
  db: WritableDb,
  { entities, edges, watched }: Pick<IntakeState, "entities" | "edges" | "watched">,
  changes: readonly IdentityChange[],
  delivery: Delivery,
  draft: Draft,
): void {
  for (const change of changes) {
    const entry = {
      scope: delivery.scope,
      sourceId: delivery.sourceId,
      at: delivery.receivedAt,
      receivedAt: delivery.receivedAt,
    };
    switch (change.kind) {
      case "new":
      case "described": {
        const { id, kind, name, site, group } = change.entity;
        const attributes = change.kind === "described" ? change.attributes : {};
        const store = change.kind === "new" ? insertEntity : replaceEntity;
        const reported = { at: watched.ms, sourceId: delivery.sourceId };
        entities.mark(id, reported.at);
        draft.log({ ...entry, body: { kind: "entity", entityId: id, entityKind: kind, name, site, group } }, (at) => {
          store(db, { ...change.entity, attributes }, at, reported);
        });
        break;
      }
      case "alias":
        draft.after((at) => putAlias(db, change.scope, change.alias, change.entityId, at));
        break;
      case "joined":
        edges.join(change.scope, change.kept, change.joined);
        draft.log({ ...entry, body: { kind: "join", kept: change.kept, joined: change.joined } }, (at) => {
          joinEntities(db, change.scope, change.kept, change.joined, at);
        });
        break;
    }
  }
  if (changes.length > 0) draft.topics.add("topology");
}
