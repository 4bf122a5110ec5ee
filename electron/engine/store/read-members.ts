/**
 * The alerts of an incident, as a FROM clause that binds its id. An open incident has the alerts that name it. Of a closed
 * one some may have come back and name another by now, so its own list counts.
 */
export const membersFrom = (open: boolean): string =>
  open
    ? "FROM alert a WHERE a.incident_id = ?"
    : "FROM incident_alert m CROSS JOIN alert a ON a.id = m.alert_id WHERE m.incident_id = ? AND m.left_position IS NULL";
