/**
 * What anomalies and log patterns are shown from: the watched series with a point a minute, findings, patterns, and checkpoints of the
 * detectors. Points of a series lie side by side, so a chart is one stretch of the key.
 */
export const findings = `
CREATE TABLE metric_series (
  scope TEXT NOT NULL,
  id TEXT NOT NULL,
  source_id TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  labels TEXT NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (scope, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX metric_series_entity ON metric_series (scope, entity_id);

CREATE TABLE metric_point (
  scope TEXT NOT NULL,
  series_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  value REAL NOT NULL,
  expected REAL,
  low REAL,
  high REAL,
  score REAL NOT NULL,
  PRIMARY KEY (scope, series_id, at)
) STRICT, WITHOUT ROWID;

-- dismissed_by: who said that it is no anomaly; the log has it too, for the detector.
CREATE TABLE finding (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  kind TEXT NOT NULL,
  what TEXT NOT NULL,
  subject TEXT NOT NULL,
  entity_id TEXT,
  score REAL,
  since INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ended_at INTEGER,
  expected REAL,
  low REAL,
  high REAL,
  found REAL,
  place INTEGER,
  model TEXT NOT NULL,
  position INTEGER NOT NULL,
  dismissed_by TEXT,
  dismissed_at INTEGER,
  examples TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_newest ON finding (scope, opened_at DESC, id);
CREATE INDEX finding_open ON finding (scope, opened_at DESC, id) WHERE ended_at IS NULL AND dismissed_at IS NULL;
CREATE INDEX finding_entity ON finding (scope, entity_id, opened_at DESC);
CREATE INDEX finding_subject ON finding (scope, subject, opened_at DESC);

CREATE TABLE log_pattern (
  scope TEXT NOT NULL,
  id TEXT NOT NULL,
  template TEXT NOT NULL,
  count INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  last_minute_at INTEGER NOT NULL,
  minutes TEXT NOT NULL,
  examples TEXT NOT NULL,
  PRIMARY KEY (scope, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX log_pattern_newest ON log_pattern (scope, last_at DESC, id);

CREATE TABLE analysis_checkpoint (
  key TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  state BLOB NOT NULL
) STRICT, WITHOUT ROWID;
`;
