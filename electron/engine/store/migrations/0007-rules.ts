/**
 * Rules of operators with the outcome of their last test, and the active alerts that one keeps out of incidents. `applied`: how often
 * a rule has suppressed an alert or put one into an incident.
 */
export const rules = `
CREATE TABLE rule (
  scope TEXT NOT NULL,
  id TEXT NOT NULL,
  description TEXT NOT NULL,
  effect TEXT NOT NULL,
  expression TEXT NOT NULL,
  within_minutes REAL NOT NULL,
  state TEXT NOT NULL,
  origin TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  applied INTEGER NOT NULL DEFAULT 0,
  applied_at INTEGER,
  test TEXT,
  tested_at INTEGER,
  PRIMARY KEY (scope, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE alert_suppression (
  scope TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  rule_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (scope, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_suppression_rule ON alert_suppression (scope, rule_id);
`;
