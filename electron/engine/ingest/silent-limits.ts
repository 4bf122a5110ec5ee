import type { WritableDb } from "../store/database.ts";
import { putSeries } from "../store/series.ts";
import type { Draft } from "./draft.ts";
import type { IntakeState } from "./intake-state.ts";

/**
 * Takes the limit away from series that nobody tells of any more, as pods and mounts that are gone: it is logged, so analysis forgets
 * them when ingest does, and one that comes again is given its limit again. `at`: epoch ms.
 */
export function endSilentLimits(
  db: WritableDb,
  { series }: Pick<IntakeState, "series">,
  draft: Draft,
  at: number,
): void {
  for (const silent of series.takeSilentLimited(at)) {
    const { scope, sourceId, id, entityId } = silent;
    const body = { kind: "limit", seriesId: id, entityId, limit: null } as const;
    draft.log({ scope, sourceId, at, receivedAt: at, body }, () => putSeries(db, { ...silent, limit: null }));
  }
}
