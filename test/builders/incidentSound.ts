import type { Incident, IncidentId } from "../../shared/domain/incident.ts";
import { NOT_ACKNOWLEDGED, type Acknowledgement } from "../../shared/domain/outbox.ts";
import type { Severity } from "../../shared/domain/severity.ts";

/** What sound needs to know of an open incident. */
export const anIncidentSound = (
  id: string,
  severity: Severity,
  acknowledged: Acknowledgement["state"] = "none",
): Pick<Incident, "id" | "severity" | "acknowledgement" | "state"> => ({
  id: id as IncidentId,
  severity,
  state: "open",
  acknowledgement: { ...NOT_ACKNOWLEDGED, state: acknowledged },
});
