import type { EntityId } from "../../../shared/domain/entity.ts";
import {
  aliasesNow,
  edgeReportedAt,
  edgesSilentSince,
  entitiesSilentSince,
  hasActiveAlert,
  markEdgeReported,
  markEntityReported,
  retireEntity,
  type SilentEntity,
  silentSourceIds,
} from "../store/ageing.ts";
import type { WritableDb } from "../store/database.ts";
import { type EdgeRow, endEdge } from "../store/edges.ts";
import { REPORTED_STEP_MS, watch } from "../store/watched-time.ts";
import type { Draft } from "./draft.ts";
import { edgeKey } from "./edge-index.ts";
import type { IntakeState } from "./intake-state.ts";

/** Looked at in one tick at most: each that goes costs a log entry and some rows. */
const SLICE = 50;

type Known = Pick<IntakeState, "entities" | "edges" | "watched">;
type Moment = { db: WritableDb; known: Known; draft: Draft; at: number; before: number; silent: ReadonlySet<string> };

/**
 * Ends edges that nobody has told of for `spanMs`, and retires entities without an active alert, an edge, or a name in use for
 * as long: a slice at each tick, each as an entry in the log. Time is what the engine has watched, so a stopped engine
 * ages nothing, and nothing ages while its source does not answer. What is decided depends on the store alone. `at`: epoch ms.
 */
export function age(db: WritableDb, known: Known, draft: Draft, at: number, spanMs: number): void {
  watch(db, known.watched, at);
  const before = known.watched.ms - spanMs - REPORTED_STEP_MS;
  if (edgesSilentSince(db, before, 1).length + entitiesSilentSince(db, before, 1).length === 0) return;
  // What this transaction has collected may tell of them.
  draft.flush();
  const moment = { db, known, draft, at, before, silent: silentSourceIds(db) };
  const edges = edgesSilentSince(db, before, SLICE);
  for (const edge of edges) ageEdge(moment, edge);
  draft.flush();
  // An edge holds its entities, so they go after it.
  for (const entity of entitiesSilentSince(db, before, SLICE - edges.length)) ageEntity(moment, entity);
  draft.flush();
}

function ageEdge({ db, known, draft, at, silent }: Moment, edge: EdgeRow): void {
  const { scope, from, to, origin, confidence, sourceId } = edge;
  const key = edgeKey(scope, from, to, origin);
  if (silent.has(sourceId)) {
    markEdgeReported(db, edge, known.watched.ms);
    return known.edges.mark(key, known.watched.ms);
  }
  known.edges.forget(key);
  const body = { kind: "edge", from, to, origin, confidence, present: false } as const;
  draft.log({ scope, sourceId: ENGINE, at, receivedAt: at, body }, (position) => endEdge(db, edge, position));
  draft.topics.add("topology");
}

const ENGINE = "engine";

function ageEntity(moment: Moment, { scope, id, sourceId }: SilentEntity): void {
  const { db, known, draft, at } = moment;
  const heldUntil = holdOf(moment, { scope, id, sourceId });
  if (heldUntil !== undefined) {
    markEntityReported(db, id, { at: heldUntil, sourceId });
    return known.entities.mark(id, heldUntil);
  }
  known.entities.retire(scope, id, aliasesNow(db, scope, id));
  draft.log({ scope, sourceId: ENGINE, at, receivedAt: at, body: { kind: "retired", entityId: id } }, (position) =>
    retireEntity(db, scope, id, position),
  );
  draft.topics.add("topology");
}

/** What counts as the last word on an entity that is still in use, in watched time; undefined when nothing holds it. */
function holdOf({ db, known, before, silent }: Moment, { scope, id, sourceId }: SilentEntity): number | undefined {
  const now = known.watched.ms;
  if (silent.has(sourceId) || hasActiveAlert(db, id)) return now;
  const edgeAt = edgeReportedAt(db, scope, id);
  if (edgeAt === null) return undefined;
  // An edge as old as this waits for its own slice.
  return edgeAt > before ? edgeAt : now;
}

/** A report told of an entity. */
export function noteReported(
  db: WritableDb,
  known: Known,
  id: EntityId,
  { sourceId }: { sourceId: string },
  draft: Draft,
): void {
  const { ms } = known.watched;
  if (!known.entities.isDue(id, ms)) return;
  draft.after(() => markEntityReported(db, id, { at: ms, sourceId }));
}
