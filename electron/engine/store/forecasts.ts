import type { ForecastMade } from "../../../shared/domain/forecast.ts";
import type { WritableDb } from "./database.ts";
import { statement } from "./statements.ts";

/** The newest forecast of a series; the one before goes. */
export function putForecast(db: WritableDb, { history, course, ...made }: ForecastMade): void {
  const { scope, seriesId, entityId, reachedAt, likelyAt, probability } = made;
  statement(
    db,
    `INSERT INTO series_forecast (scope, series_id, entity_id, reached_at, likely_at, probability, body, course)
     VALUES (@scope, @seriesId, @entityId, @reachedAt, @likelyAt, @probability, @body, @course)
     ON CONFLICT (scope, series_id) DO UPDATE SET entity_id = excluded.entity_id, reached_at = excluded.reached_at,
       likely_at = excluded.likely_at, probability = excluded.probability, body = excluded.body, course = excluded.course`,
  ).run({
    ...{ scope, seriesId, entityId, reachedAt, likelyAt, probability },
    ...{ body: JSON.stringify(made), course: JSON.stringify({ history, course }) },
  });
}

export function removeForecast(db: WritableDb, scope: string, seriesId: string): void {
  statement(db, "DELETE FROM series_forecast WHERE scope = ? AND series_id = ?").run(scope, seriesId);
}
