/**
 * The active alerts in the order of their ids, in the smallest index there can be: for counts, and for what is looked up in another
 * table by the id. A new alert is added at its end, which costs next to nothing.
 */
export const activeAlerts = `
CREATE INDEX alert_active ON alert (scope) WHERE state < 2;
`;
