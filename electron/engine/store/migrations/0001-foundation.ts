/**
 * The first schema. Conventions:
 * - `scope` stands first in the indexes of every table that has one.
 * - A log position is one integer, `partition * 2^32 + position` (see `position.ts`), so it sorts and fits a column.
 * - What held for a time carries `from_position` and `to_position` (null while it holds).
 * - States and severities are small integers in the order of their domain types.
 * - Partitions of the event log (`log_<n>`) are made by `event-log.ts`, not here.
 */
export const foundation = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Positions grow by one across partitions, so a partition holds last_position - first_position + 1 entries.
-- Times are the entries' received_at. removing: retention has begun to empty it, and readers leave it out.
CREATE TABLE log_partition (
  partition INTEGER PRIMARY KEY,
  first_position INTEGER NOT NULL,
  last_position INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  removing INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE source (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('file', 'form', 'demo')),
  enabled INTEGER NOT NULL DEFAULT 1,
  can_act INTEGER NOT NULL DEFAULT 0,
  settings TEXT NOT NULL,
  interval_ms INTEGER NOT NULL,
  cursor TEXT,
  about TEXT,
  last_good_at INTEGER,
  lag_ms INTEGER,
  failure TEXT,
  failure_since INTEGER,
  next_poll_at INTEGER,
  events_in INTEGER NOT NULL DEFAULT 0,
  removed_at INTEGER
) STRICT;

-- Nothing vanishes: what was dropped, merged, muted or rejected, by reason.
CREATE TABLE source_ignored (
  source_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (source_id, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE external_label (
  scope TEXT NOT NULL,
  name TEXT NOT NULL,
  source_id TEXT NOT NULL,
  PRIMARY KEY (scope, name, source_id)
) STRICT, WITHOUT ROWID;

-- Keys of pushes that were committed, so that a repeated push changes nothing.
CREATE TABLE push_key (
  source_id TEXT NOT NULL,
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (source_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX push_key_at ON push_key (at);

CREATE TABLE entity (
  id TEXT NOT NULL,
  scope TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  site TEXT,
  grouping TEXT,
  attributes TEXT NOT NULL DEFAULT '{}',
  from_position INTEGER NOT NULL,
  to_position INTEGER,
  PRIMARY KEY (id, from_position)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_now ON entity (scope, name) WHERE to_position IS NULL;

-- Names as reported. A join closes a row and opens another, so it can be undone and the map shown as it was.
CREATE TABLE entity_alias (
  scope TEXT NOT NULL,
  namespace TEXT NOT NULL,
  value TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  from_position INTEGER NOT NULL,
  to_position INTEGER,
  PRIMARY KEY (scope, namespace, value, from_position)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_alias_entity ON entity_alias (entity_id);
CREATE UNIQUE INDEX entity_alias_now ON entity_alias (scope, namespace, value) WHERE to_position IS NULL;

-- Everything of joined belongs to kept while the row holds; from_position finds what the join closed and opened.
CREATE TABLE entity_join (
  scope TEXT NOT NULL,
  joined TEXT NOT NULL,
  kept TEXT NOT NULL,
  from_position INTEGER NOT NULL,
  to_position INTEGER,
  PRIMARY KEY (scope, joined, from_position)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_join_kept ON entity_join (scope, kept) WHERE to_position IS NULL;

-- from_id depends on to_id.
CREATE TABLE edge (
  scope TEXT NOT NULL,
  from_id TEXT NOT NULL,
  to_id TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('declared', 'traces', 'inferred')),
  confidence REAL NOT NULL,
  source_id TEXT NOT NULL,
  from_position INTEGER NOT NULL,
  to_position INTEGER,
  PRIMARY KEY (scope, from_id, to_id, origin, from_position)
) STRICT, WITHOUT ROWID;
CREATE INDEX edge_reverse ON edge (scope, to_id);

CREATE TABLE change (
  scope TEXT NOT NULL,
  id TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  summary TEXT NOT NULL,
  detail TEXT,
  by TEXT,
  at INTEGER NOT NULL,
  ended_at INTEGER,
  source_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (scope, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_time ON change (scope, at);
CREATE INDEX change_entity ON change (scope, entity_id, at);

-- state: 0 firing, 1 suppressed, 2 resolved. severity: 0 info … 4 critical.
-- acknowledgement: 0 none, 1 queued, 2 sent, 3 confirmed, 4 conflict, 5 failed.
CREATE TABLE alert (
  id INTEGER PRIMARY KEY,
  scope TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  name TEXT NOT NULL,
  state INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  summary TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  -- As identified when it was reported; entity_id follows joins and their undoing.
  reported_entity_id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  resolved_at INTEGER,
  version INTEGER NOT NULL,
  incident_id TEXT,
  acknowledgement INTEGER NOT NULL DEFAULT 0,
  acknowledged_by TEXT,
  acknowledged_at INTEGER,
  acknowledged_until INTEGER,
  position INTEGER NOT NULL,
  labels TEXT NOT NULL,
  description TEXT
) STRICT;
CREATE UNIQUE INDEX alert_identity ON alert (scope, fingerprint);
-- The small columns at the end let lists, filters and counts be answered from the index alone.
CREATE INDEX alert_active_severity ON alert (scope, severity DESC, started_at DESC, id, state, acknowledgement) WHERE state < 2;
CREATE INDEX alert_active_newest ON alert (scope, started_at DESC, id, severity, state, acknowledgement) WHERE state < 2;
CREATE INDEX alert_active_entity ON alert (entity_id, state, severity, acknowledgement, started_at, incident_id) WHERE state < 2;
CREATE INDEX alert_suppressed ON alert (scope) WHERE state = 1;
CREATE INDEX alert_resolved_newest ON alert (scope, started_at DESC, id, severity) WHERE state = 2;
CREATE INDEX alert_incident ON alert (incident_id, state, acknowledgement, acknowledged_at) WHERE incident_id IS NOT NULL;
CREATE INDEX alert_incident_entity ON alert (incident_id, entity_id, state, severity, acknowledgement, started_at) WHERE incident_id IS NOT NULL;
CREATE INDEX alert_resolved ON alert (resolved_at) WHERE state = 2;
CREATE INDEX alert_resolved_entity ON alert (entity_id) WHERE state = 2;

-- Apart from the wide row, so that 50,000 repeats a second touch few pages.
CREATE TABLE alert_seen (
  alert_id INTEGER PRIMARY KEY,
  count INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL
) STRICT;

-- One source's view of an alert. report_hash recognises an unchanged report without masking or parsing it again.
CREATE TABLE alert_source (
  alert_id INTEGER NOT NULL,
  source_id TEXT NOT NULL,
  handle TEXT NOT NULL,
  state INTEGER NOT NULL,
  mutings TEXT NOT NULL DEFAULT '[]',
  report_hash TEXT NOT NULL,
  PRIMARY KEY (alert_id, source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_source_active ON alert_source (source_id, state) WHERE state < 2;

-- Counts per minute, rolled up as they come.
CREATE TABLE alert_minute (
  scope TEXT NOT NULL,
  minute INTEGER NOT NULL,
  source_id TEXT NOT NULL,
  severity INTEGER NOT NULL,
  opened INTEGER NOT NULL DEFAULT 0,
  repeated INTEGER NOT NULL DEFAULT 0,
  resolved INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (scope, minute, source_id, severity)
) STRICT, WITHOUT ROWID;

-- state: 0 open, 1 resolved, 2 merged. The row is a projection of incident_history.
CREATE TABLE incident (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  version INTEGER NOT NULL,
  state INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  priority REAL NOT NULL,
  headline TEXT NOT NULL,
  model TEXT NOT NULL DEFAULT '',
  alert_count INTEGER NOT NULL DEFAULT 0,
  -- Version at the last change of membership or severity: an action that saw an older one is a conflict.
  membership_version INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  resolved_at INTEGER,
  -- Counts as moving until then, which raises its priority; null once it has settled.
  moving_until INTEGER,
  owner TEXT,
  merged_into TEXT,
  -- Long texts last, so that the columns before them are read without them.
  causes TEXT NOT NULL DEFAULT '[]',
  changes TEXT NOT NULL DEFAULT '[]',
  grouping TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX incident_open ON incident (scope, priority DESC, opened_at DESC) WHERE state = 0;
CREATE INDEX incident_closed ON incident (scope, resolved_at DESC) WHERE state = 1;

CREATE INDEX incident_merged ON incident (merged_into, changed_at) WHERE state = 2;
CREATE INDEX incident_moving ON incident (moving_until) WHERE moving_until IS NOT NULL;

-- left_position: the alert was merged away, or moved to another incident while this one was open.
CREATE TABLE incident_alert (
  incident_id TEXT NOT NULL,
  alert_id INTEGER NOT NULL,
  joined_at INTEGER NOT NULL,
  reasons TEXT NOT NULL,
  position INTEGER NOT NULL,
  left_position INTEGER,
  PRIMARY KEY (incident_id, alert_id)
) STRICT, WITHOUT ROWID;

-- Sources that reported alerts of an incident: kept by triggers, because finding them anew takes 0.4 ms per incident.
CREATE TABLE incident_source (
  incident_id TEXT NOT NULL,
  source_id TEXT NOT NULL,
  PRIMARY KEY (incident_id, source_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER incident_alert_joined AFTER INSERT ON incident_alert BEGIN
  INSERT INTO incident_source SELECT NEW.incident_id, source_id FROM alert_source WHERE alert_id = NEW.alert_id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER alert_source_added AFTER INSERT ON alert_source BEGIN
  INSERT INTO incident_source SELECT incident_id, NEW.source_id FROM alert WHERE id = NEW.alert_id AND incident_id IS NOT NULL ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER incident_removed AFTER DELETE ON incident BEGIN
  DELETE FROM incident_source WHERE incident_id = OLD.id;
END;

CREATE INDEX incident_alert_alert ON incident_alert (alert_id);

CREATE TABLE incident_history (
  incident_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  by TEXT,
  message TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (incident_id, version)
) STRICT, WITHOUT ROWID;

-- Alerts that joined per 150 s span, for the spark line and the trend.
CREATE TABLE incident_rate (
  incident_id TEXT NOT NULL,
  span INTEGER NOT NULL,
  joined INTEGER NOT NULL,
  PRIMARY KEY (incident_id, span)
) STRICT, WITHOUT ROWID;

-- Metric series fetched for an incident, kept for the field and for later.
CREATE TABLE evidence (
  incident_id TEXT NOT NULL,
  key TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  source_id TEXT NOT NULL,
  label TEXT NOT NULL,
  unit TEXT NOT NULL,
  threshold REAL,
  expected_low REAL,
  expected_high REAL,
  points TEXT NOT NULL,
  fetched_at INTEGER NOT NULL,
  PRIMARY KEY (incident_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('acknowledge', 'silence', 'undo')),
  state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'confirmed', 'conflict', 'failed', 'undone')),
  idempotency_key TEXT NOT NULL UNIQUE,
  alert_id INTEGER NOT NULL,
  incident_id TEXT,
  source_id TEXT NOT NULL,
  handle TEXT NOT NULL,
  seen_version INTEGER NOT NULL,
  by TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  until INTEGER,
  effect_id TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER,
  outcome TEXT,
  -- For an undo: the item that it takes back.
  undoes TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE state IN ('queued', 'sent');
CREATE INDEX outbox_state ON outbox (scope, state, updated_at DESC);
CREATE INDEX outbox_alert ON outbox (alert_id, created_at DESC);
CREATE INDEX outbox_incident ON outbox (incident_id) WHERE incident_id IS NOT NULL;

CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  scope TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('allowed', 'denied', 'done', 'failed')),
  detail TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_scope ON audit (scope, sequence);

-- State of the analysis, written with its proposals: a restart goes on from here.
CREATE TABLE analysis_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE analysis_progress (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, ordinal INTEGER NOT NULL) STRICT;
INSERT INTO analysis_progress VALUES (1, 0, -1);

-- Events that crashed the analysis twice: skipped, counted, never lost.
CREATE TABLE quarantine (position INTEGER PRIMARY KEY, at INTEGER NOT NULL, error TEXT NOT NULL) STRICT;
`;
