/**
 * When watched series reach their limits: the limit beside the series, the newest forecast of each, and in a finding what was forecast.
 * `likely_at` and `reached_at` are in `body`, too; here they put the list in order.
 */
export const forecasts = `
ALTER TABLE metric_series ADD COLUMN limit_bound TEXT;
ALTER TABLE metric_series ADD COLUMN limit_value REAL;
ALTER TABLE finding ADD COLUMN crossing TEXT;

CREATE TABLE series_forecast (
  scope TEXT NOT NULL,
  series_id TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  reached_at INTEGER,
  likely_at INTEGER,
  probability REAL,
  body TEXT NOT NULL,
  course TEXT NOT NULL,
  PRIMARY KEY (scope, series_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX series_forecast_entity ON series_forecast (scope, entity_id);
`;
