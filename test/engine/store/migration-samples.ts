const FOUNDATION = `
    INSERT INTO meta (key, value) VALUES ('note', 'kept');
    INSERT INTO log_partition (partition, first_position, last_position, first_at, last_at) VALUES (0, 1, 1, 1000, 1000);
    INSERT INTO source (id, scope, kind, name, origin, settings, interval_ms) VALUES ('prom', 'default', 'prometheus', 'Prometheus', 'file', '{}', 15000);
    INSERT INTO source_ignored (source_id, reason, count) VALUES ('prom', 'pending', 3);
    INSERT INTO external_label (scope, name, source_id) VALUES ('default', 'replica', 'prom');
    INSERT INTO push_key (source_id, key, at) VALUES ('otlp', 'k1', 1000);
    INSERT INTO entity (id, scope, kind, name, from_position) VALUES ('e1', 'default', 'service', 'checkout', 1);
    INSERT INTO entity_alias (scope, namespace, value, entity_id, from_position) VALUES ('default', 'name/service', 'checkout', 'e1', 1);
    INSERT INTO entity_join (scope, joined, kept, from_position) VALUES ('default', 'e2', 'e1', 1);
    INSERT INTO edge (scope, from_id, to_id, origin, confidence, source_id, from_position) VALUES ('default', 'e1', 'e3', 'traces', 0.5, 'otlp', 1);
    INSERT INTO change (scope, id, entity_id, summary, at, source_id, position) VALUES ('default', 'c1', 'e1', 'deploy', 1000, 'ci', 1);
    INSERT INTO alert (id, scope, fingerprint, name, state, severity, summary, labels, entity_id, reported_entity_id, started_at, changed_at,
      version, incident_id, position) VALUES (1, 'default', 'aaaaaaaa', 'Latency', 0, 3, 'slow', '{}', 'e1', 'e1', 1000, 1000, 1, 'INC-AAAA', 1);
    INSERT INTO alert_seen (alert_id, count, last_seen_at) VALUES (1, 5, 2000);
    INSERT INTO alert_source (alert_id, source_id, handle, state, report_hash) VALUES (1, 'prom', 'h', 0, 'r');
    INSERT INTO alert_minute (scope, minute, source_id, severity, opened) VALUES ('default', 1, 'prom', 3, 1);
    INSERT INTO incident (id, scope, version, state, severity, priority, headline, membership_version, started_at, opened_at, changed_at)
      VALUES ('INC-AAAA', 'default', 1, 0, 3, 4500, '{"code":"x","params":{}}', 1, 1000, 1000, 1000);
    INSERT INTO incident_alert (incident_id, alert_id, joined_at, reasons, position) VALUES ('INC-AAAA', 1, 1000, '[]', 1);
    INSERT INTO incident_history (incident_id, version, at, kind, message, position) VALUES ('INC-AAAA', 1, 1000, 'opened', '{"code":"x","params":{}}', 1);
    INSERT INTO incident_rate (incident_id, span, joined) VALUES ('INC-AAAA', 1, 1);
    INSERT INTO evidence (incident_id, key, entity_id, source_id, label, unit, points, fetched_at)
      VALUES ('INC-AAAA', 'm', 'e1', 'prom', 'latency', 's', '[[1000,2.5]]', 1000);
    INSERT INTO outbox (id, scope, kind, state, idempotency_key, alert_id, source_id, handle, seen_version, by, note, created_at, updated_at)
      VALUES ('o1', 'default', 'acknowledge', 'queued', 'o1', 1, 'prom', 'h', 1, 'ada', '', 1000, 1000);
    INSERT INTO audit (sequence, at, by, scope, action, target, outcome, detail, previous_hash, hash)
      VALUES (1, 1000, 'ada', 'default', 'acknowledge', 'o1', 'allowed', '{}', '0', '1');
    INSERT INTO analysis_state (key, value) VALUES ('k', 'v');
    UPDATE analysis_progress SET position = 1, ordinal = 0;
    INSERT INTO quarantine (position, at, error) VALUES (1, 1000, 'boom');`;

const AGEING = `
    UPDATE entity SET reported_at = 500, source_id = 'prom';
    UPDATE edge SET reported_at = 500;`;

const ALERT_VIEWS = `
    INSERT INTO alert_source (alert_id, source_id, handle, state, report_hash) VALUES (1, 'prom', 'h2', 1, 'r2');`;

const EVIDENCE_FAILURES = `
    INSERT INTO evidence_failure (incident_id, source_id, message, at) VALUES ('INC-AAAA', 'prom', '{"code":"x","params":{}}', 1000);`;

const VERDICTS_AND_SIMILAR = `
    INSERT INTO verdict (id, scope, incident_id, at, by, verdict) VALUES ('v1', 'default', 'INC-AAAA', 1000, 'ada', '{}');
    INSERT INTO feature (id, scope, kind, text) VALUES (1, 'default', 0, 'checkout');
    INSERT INTO incident_feature (feature_id, resolved_at, incident_id) VALUES (1, 1000, 'INC-AAAA');`;

const FINDINGS = `
    INSERT INTO metric_series (scope, id, source_id, entity_id, name, unit, labels, last_at) VALUES ('default', 'm1', 'prom', 'e1', 'latency', 's', '{}', 1000);
    INSERT INTO metric_point (scope, series_id, at, value, expected, low, high, score) VALUES ('default', 'm1', 60000, 2.5, 2, 1, 3, 0.1);
    INSERT INTO finding (id, scope, kind, what, subject, since, opened_at, updated_at, model, position, examples)
      VALUES ('FND-AAAAAAAAAAAA', 'default', 'metric', 'spike-up', 'm1', 1000, 1000, 1000, 'null', 1, '[]');
    INSERT INTO log_pattern (scope, id, template, count, first_at, last_at, last_minute_at, minutes, examples)
      VALUES ('default', 'p1', 'job <*> done', 1, 1000, 1000, 0, '[]', '[]');
    INSERT INTO analysis_checkpoint (key, position, state) VALUES ('series/m1', 1, x'00');`;

const RULES = `
    INSERT INTO rule (scope, id, description, effect, expression, within_minutes, state, origin, updated_at, updated_by)
      VALUES ('default', 'quiet', '', 'suppress', 'alert.name == "x"', 5, 'enabled', 'form', 1000, 'ada');
    INSERT INTO alert_suppression (scope, fingerprint, rule_id, at) VALUES ('default', 'aaaaaaaa', 'quiet', 1000);`;

const FORECASTS = `
    UPDATE metric_series SET limit_bound = 'upper', limit_value = 10;
    INSERT INTO series_forecast (scope, series_id, entity_id, likely_at, probability, body, course)
      VALUES ('default', 'm1', 'e1', 90000, 0.8, '{}', '{}');`;

const WITH_RULES = FOUNDATION + AGEING + ALERT_VIEWS + EVIDENCE_FAILURES + VERDICTS_AND_SIMILAR + FINDINGS + RULES;

/** Until then triggers wrote it. */
const INCIDENT_SOURCES = `
    INSERT INTO incident_source (incident_id, source_id) VALUES ('INC-AAAA', 'prom');`;

/** Rows as the program of each version could have left them, one at least in every table: what a migration has to bring along. */
export const SAMPLES: Readonly<Record<number, string>> = {
  1: FOUNDATION,
  2: FOUNDATION + AGEING,
  3: FOUNDATION + AGEING + ALERT_VIEWS,
  4: FOUNDATION + AGEING + ALERT_VIEWS + EVIDENCE_FAILURES,
  5: FOUNDATION + AGEING + ALERT_VIEWS + EVIDENCE_FAILURES + VERDICTS_AND_SIMILAR,
  6: FOUNDATION + AGEING + ALERT_VIEWS + EVIDENCE_FAILURES + VERDICTS_AND_SIMILAR + FINDINGS,
  7: WITH_RULES,
  8: WITH_RULES,
  9: WITH_RULES + FORECASTS,
  10: WITH_RULES + FORECASTS,
  11: WITH_RULES + FORECASTS + INCIDENT_SOURCES,
  12: WITH_RULES + FORECASTS + INCIDENT_SOURCES,
  13: WITH_RULES + FORECASTS + INCIDENT_SOURCES,
};
