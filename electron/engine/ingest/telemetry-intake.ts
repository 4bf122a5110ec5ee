import type { EntityId } from "../../../shared/domain/entity.ts";
import type { EntityHint, LinesReport, SamplesReport } from "../../../shared/domain/event.ts";
import type { Line, Sample } from "../../../shared/domain/log.ts";
import { isSameLimit } from "../../../shared/domain/seriesLimit.ts";
import type { TextKey } from "../../../shared/strings/index.ts";
import { hintsOf, sameThing, siteOf } from "../pipeline/identify.ts";
import type { WritableDb } from "../store/database.ts";
import { putSeries } from "../store/series.ts";
import { noteReported } from "./ageing.ts";
import type { Delivery } from "./delivery.ts";
import type { Draft } from "./draft.ts";
import type { IdentityChange } from "./entity-index.ts";
import { logIdentity } from "./identity-log.ts";
import type { IntakeState } from "./intake-state.ts";
import { seriesIdOf } from "./series-index.ts";

type Known = Pick<IntakeState, "alerts" | "entities" | "edges" | "series" | "watched">;

/** How often a series that has not changed is written again, so that one which is gone can be told. */
const DESCRIBED_EVERY_MS = 3_600_000;

/** Logs the values that are new, as one entry; `ignore` counts those that are left out. */
export function takeSamples(
  db: WritableDb,
  known: Known,
  report: SamplesReport,
  delivery: Delivery,
  draft: Draft,
  ignore: (reason: TextKey) => void,
): void {
  const samples: Sample[] = [];
  let newest = 0;
  for (const series of report.series) {
    const { name, labels, points } = series;
    const seriesId = seriesIdOf(delivery.scope, delivery.sourceId, name, labels);
    const hints = series.entity.length > 0 ? series.entity : sameThing(hintsOf(name, labels));
    const entityId = named(db, known, hints, siteOf(labels), delivery, draft);
    if (!describe(db, known, series, { seriesId, entityId }, delivery, draft)) {
      ignore("ignored.seriesLimit");
      continue;
    }
    for (const [at, value] of points) {
      // What is past may come after what is newer, and again: forecasts keep the value of an hour that is nearest to the limit.
      if (report.past !== true && !known.series.advance(seriesId, at)) continue;
      samples.push({ seriesId, entityId, at, value });
      newest = Math.max(newest, at);
    }
  }
  if (samples.length === 0) return;
  const { scope, sourceId, receivedAt } = delivery;
  const kind = report.past === true ? "past" : "samples";
  draft.log({ scope, sourceId, at: newest, receivedAt, body: { kind, samples } });
}

/** Logs the lines as one entry. */
export function takeLines(db: WritableDb, known: Known, report: LinesReport, delivery: Delivery, draft: Draft): void {
  const lines = report.lines.map(({ at, entity, text }): Line => ({
    entityId: named(db, known, entity, null, delivery, draft),
    at,
    text,
  }));
  const last = lines.at(-1);
  if (last === undefined) return;
  const { scope, sourceId, receivedAt } = delivery;
  draft.log({ scope, sourceId, at: last.at, receivedAt, body: { kind: "lines", lines } });
}

/** The entity that these names mean, made when nobody knew it. */
function named(
  db: WritableDb,
  known: Known,
  hints: readonly EntityHint[],
  site: string | null,
  delivery: Delivery,
  draft: Draft,
): EntityId {
  const changes: IdentityChange[] = [];
  const entityId = known.entities.resolve(delivery.scope, hints, site, changes);
  logIdentity(db, known, changes, delivery, draft);
  noteReported(db, known, entityId, delivery, draft);
  return entityId;
}

/** Writes what is new about a series. @returns false when there is no room for another */
function describe(
  db: WritableDb,
  known: Known,
  { name, unit, labels, limit: given }: SamplesReport["series"][number],
  { seriesId, entityId }: { seriesId: string; entityId: EntityId },
  { scope, sourceId, receivedAt }: Delivery,
  draft: Draft,
): boolean {
  const before = known.series.get(seriesId);
  const limit = given ?? null;
  const isLimited = isSameLimit(before?.limit ?? null, limit);
  const isSame = before !== undefined && before.entityId === entityId && before.unit === unit && isLimited;
  if (isSame && receivedAt - before.lastAt < DESCRIBED_EVERY_MS) return true;
  const series = { scope, id: seriesId, sourceId, entityId, name, unit, labels, limit, lastAt: receivedAt };
  if (!known.series.put(series)) return false;
  draft.after(() => putSeries(db, series));
  if (!isLimited)
    draft.log({ scope, sourceId, at: receivedAt, receivedAt, body: { kind: "limit", seriesId, entityId, limit } });
  return true;
}
