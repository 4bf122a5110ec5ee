/**
 * What an operator said of an incident, until it is taken back; and what closed incidents have in common with others.
 * `described`: the features of a closed incident are written; they go when it opens again or is removed.
 * `feature.incidents` counts the postings of a feature and is kept by the triggers.
 */
export const verdictsAndSimilar = `
CREATE TABLE verdict (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  incident_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  verdict TEXT NOT NULL,
  undone_at INTEGER,
  undone_by TEXT
) STRICT;
CREATE INDEX verdict_incident ON verdict (incident_id, at);

CREATE TABLE feature (
  id INTEGER PRIMARY KEY,
  scope TEXT NOT NULL,
  kind INTEGER NOT NULL,
  text TEXT NOT NULL,
  incidents INTEGER NOT NULL DEFAULT 0,
  UNIQUE (scope, kind, text)
) STRICT;
CREATE TABLE incident_feature (
  feature_id INTEGER NOT NULL,
  resolved_at INTEGER NOT NULL,
  incident_id TEXT NOT NULL,
  PRIMARY KEY (feature_id, resolved_at, incident_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_feature_incident ON incident_feature (incident_id);
CREATE TRIGGER incident_feature_added AFTER INSERT ON incident_feature BEGIN
  UPDATE feature SET incidents = incidents + 1 WHERE id = NEW.feature_id;
END;
CREATE TRIGGER incident_feature_removed AFTER DELETE ON incident_feature BEGIN
  UPDATE feature SET incidents = incidents - 1 WHERE id = OLD.feature_id;
  DELETE FROM feature WHERE id = OLD.feature_id AND incidents = 0;
END;

ALTER TABLE incident ADD COLUMN described INTEGER NOT NULL DEFAULT 0;
CREATE INDEX incident_undescribed ON incident (resolved_at) WHERE state = 1 AND described = 0;
CREATE INDEX incident_described ON incident (scope) WHERE described = 1;
CREATE TRIGGER incident_reopened AFTER UPDATE OF state ON incident WHEN OLD.described = 1 AND NEW.state <> 1 BEGIN
  DELETE FROM incident_feature WHERE incident_id = NEW.id;
  UPDATE incident SET described = 0 WHERE id = NEW.id;
END;
CREATE TRIGGER incident_forgotten AFTER DELETE ON incident WHEN OLD.described = 1 BEGIN
  DELETE FROM incident_feature WHERE incident_id = OLD.id;
END;
`;
