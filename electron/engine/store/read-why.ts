import type { z } from "zod";
import type { WhyAlert } from "../../../shared/contract/incidents.ts";
import type { JoinReason } from "../../../shared/domain/proposal.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { listed, rowOf } from "./read-query.ts";

/** Why an alert is in an incident, strongest reason first; undefined when it is not in it. */
export function whyAlert(
  db: ReadableDb,
  scopes: Scopes,
  incidentId: string,
  fingerprint: string,
): z.infer<typeof WhyAlert> | undefined {
  const sql = `SELECT m.reasons FROM alert a JOIN incident_alert m ON m.alert_id = a.id
    WHERE a.scope IN (SELECT value FROM json_each(?)) AND a.fingerprint = ? AND m.incident_id = ? AND m.left_position IS NULL`;
  const row = rowOf<{ reasons: string }>(db, sql, listed(scopes), fingerprint, incidentId);
  if (!row) return undefined;
  const reasons = JSON.parse(row.reasons) as JoinReason[];
  return { fingerprint, reasons: reasons.toSorted((one, other) => other.weight - one.weight) };
}
