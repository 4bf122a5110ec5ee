/** A view for each handle under which a source knows an alert: one source may report it twice, once muted and once not. */
export const alertViews = `
DROP TRIGGER incident_alert_joined;
DROP TRIGGER alert_source_added;
CREATE TABLE alert_source_by_handle (
  alert_id INTEGER NOT NULL,
  source_id TEXT NOT NULL,
  handle TEXT NOT NULL,
  state INTEGER NOT NULL,
  mutings TEXT NOT NULL DEFAULT '[]',
  report_hash TEXT NOT NULL,
  PRIMARY KEY (alert_id, source_id, handle)
) STRICT, WITHOUT ROWID;
INSERT INTO alert_source_by_handle SELECT alert_id, source_id, handle, state, mutings, report_hash FROM alert_source ORDER BY alert_id, source_id;
DROP TABLE alert_source;
ALTER TABLE alert_source_by_handle RENAME TO alert_source;
CREATE INDEX alert_source_active ON alert_source (source_id, state) WHERE state < 2;
CREATE TRIGGER incident_alert_joined AFTER INSERT ON incident_alert BEGIN
  INSERT INTO incident_source SELECT DISTINCT NEW.incident_id, source_id FROM alert_source WHERE alert_id = NEW.alert_id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER alert_source_added AFTER INSERT ON alert_source BEGIN
  INSERT INTO incident_source SELECT incident_id, NEW.source_id FROM alert WHERE id = NEW.alert_id AND incident_id IS NOT NULL ON CONFLICT DO NOTHING;
END;
`;
