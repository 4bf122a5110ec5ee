/**
 * The index of open findings holds also those that somebody has dismissed while they last: the analysis reads both when it starts, and
 * would read all that was ever found to find them.
 */
export const openFindings = `
DROP INDEX finding_open;
CREATE INDEX finding_open ON finding (scope, opened_at DESC, id, dismissed_at, ended_at) WHERE ended_at IS NULL;
`;
