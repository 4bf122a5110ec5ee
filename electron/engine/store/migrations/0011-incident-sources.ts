/**
 * The sources of an incident are written with what brings them (`incident-members.ts`, `alerts.ts`) and no longer by triggers: one that
 * looks for distinct sources made a table of its own for each alert that joined, a third of what a join cost, and with a trigger
 * several rows cannot be written by one statement without such a table.
 */
export const incidentSources = `
DROP TRIGGER incident_alert_joined;
DROP TRIGGER alert_source_added;
`;
