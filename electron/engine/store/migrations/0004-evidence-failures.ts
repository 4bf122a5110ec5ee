/** Why a source gave no metrics for an incident the last time it was asked. */
export const evidenceFailures = `
CREATE TABLE evidence_failure (
  incident_id TEXT NOT NULL,
  source_id TEXT NOT NULL,
  message TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (incident_id, source_id)
) STRICT, WITHOUT ROWID;
`;
