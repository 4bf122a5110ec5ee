import type { EntityId } from "../../../shared/domain/entity.ts";
import type { AlertReport, ChangeReport, EdgeReport, EntityHint, EntityReport } from "../../../shared/domain/event.ts";
import { carrierOf, hintsOf, sameThing, siteOf } from "../pipeline/identify.ts";
import type { WritableDb } from "../store/database.ts";
import { markEdgeReported } from "../store/ageing.ts";
import { putEdge } from "../store/edges.ts";
import { noteReported } from "./ageing.ts";
import type { Delivery } from "./delivery.ts";
import type { Draft } from "./draft.ts";
import { edgeKey } from "./edge-index.ts";
import type { IdentityChange } from "./entity-index.ts";
import { logIdentity } from "./identity-log.ts";
import type { IntakeState } from "./intake-state.ts";

/** The confidence of a dependency that two labels of one alert tell of. */
const CARRIER_CONFIDENCE = 0.6;

type Known = Pick<IntakeState, "alerts" | "entities" | "edges" | "watched">;

/** The entity that an alert is about, made when nobody knew it; the thing that carries it becomes what it depends on. */
export function entityOf(
  db: WritableDb,
  known: Known,
  report: AlertReport,
  delivery: Delivery,
  draft: Draft,
): EntityId {
  const { scope } = delivery;
  const hints = report.entity.length > 0 ? report.entity : hintsOf(report.name, report.labels);
  const names = report.entity.length > 0 ? hints : sameThing(hints);
  const changes: IdentityChange[] = [];
  const site = siteOf(report.labels);
  const entityId = known.entities.resolve(scope, names, site, changes);
  const carrier = carrierOf(hints);
  const carrierId = carrier && known.entities.resolve(scope, [carrier], site, changes);
  logIdentity(db, known, changes, delivery, draft);
  noteReported(db, known, entityId, delivery, draft);
  if (carrierId !== undefined && carrierId !== entityId) {
    noteReported(db, known, carrierId, delivery, draft);
    const edge = { from: entityId, to: carrierId, origin: "inferred", confidence: CARRIER_CONFIDENCE } as const;
    connect(db, known, edge, delivery, draft);
  }
  return entityId;
}

/** The entity that was changed, and whether nobody knew it. */
export function changedEntity(
  db: WritableDb,
  known: Known,
  report: ChangeReport,
  delivery: Delivery,
  draft: Draft,
): { entityId: EntityId; newEntity: boolean } {
  const changes: IdentityChange[] = [];
  const entityId = known.entities.resolve(delivery.scope, report.entity, null, changes);
  logIdentity(db, known, changes, delivery, draft);
  noteReported(db, known, entityId, delivery, draft);
  return { entityId, newEntity: changes.some((change) => change.kind === "new") };
}

/** Takes in what an inventory says. Alerts of an entity that turned out to be another one become the other's. */
export function takeEntity(db: WritableDb, known: Known, report: EntityReport, delivery: Delivery, draft: Draft): void {
  const changes: IdentityChange[] = [];
  const entityId = known.entities.describe(delivery.scope, report, changes);
  const joins = changes.flatMap((change) => (change.kind === "joined" ? [change] : []));
  // Rows that wait to be written name their entities as they were, and ended alerts are moved by their rows alone.
  if (joins.length > 0) draft.flush();
  for (const { joined, kept } of joins) {
    for (const alert of known.alerts.values()) if (alert.entityId === joined) alert.entityId = kept;
  }
  logIdentity(db, known, changes, delivery, draft);
  noteReported(db, known, entityId, delivery, draft);
  if (joins.length > 0) draft.flush();
}

/** False for a thing that is said to depend on itself. */
export function takeEdge(db: WritableDb, known: Known, report: EdgeReport, delivery: Delivery, draft: Draft): boolean {
  const changes: IdentityChange[] = [];
  const resolve = (hint: EntityHint) => known.entities.resolve(delivery.scope, [hint], null, changes);
  const from = resolve(report.from);
  const to = resolve(report.to);
  logIdentity(db, known, changes, delivery, draft);
  for (const id of [from, to]) noteReported(db, known, id, delivery, draft);
  if (from === to) return false;
  connect(db, known, { from, to, origin: report.origin, confidence: report.confidence }, delivery, draft);
  return true;
}

type Edge = { from: EntityId; to: EntityId; origin: EdgeReport["origin"]; confidence: number };

function connect(db: WritableDb, known: Known, edge: Edge, delivery: Delivery, draft: Draft): void {
  const { scope, sourceId, receivedAt } = delivery;
  const reportedAt = known.watched.ms;
  const taken = known.edges.take(edgeKey(scope, edge.from, edge.to, edge.origin), edge.confidence, reportedAt);
  if (taken === "due") draft.after(() => markEdgeReported(db, { scope, ...edge }, reportedAt));
  if (taken !== "news") return;
  const body = { kind: "edge", ...edge, present: true } as const;
  draft.log({ scope, sourceId, at: receivedAt, receivedAt, body }, (position) =>
    putEdge(db, { scope, sourceId, ...edge }, position, reportedAt),
  );
  draft.topics.add("topology");
}
