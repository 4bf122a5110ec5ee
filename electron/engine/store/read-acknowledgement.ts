import { type Acknowledgement, NOT_ACKNOWLEDGED } from "../../../shared/domain/outbox.ts";
import type { ReadableDb } from "./database.ts";
import { rowOf } from "./read-query.ts";
import { acknowledgementOf, acknowledgementRankOf, FIRING, RESOLVED, SUPPRESSED } from "./scale.ts";

/** What is still on its way or needs a person comes before what is settled. */
const URGENCY = ["conflict", "failed", "queued", "sent", "confirmed"] as const;

/**
 * Where the acknowledgement of an incident stands, from the states of its alerts.
 * `confirmed` only when every firing alert is; `partial` when some are and others have none.
 */
export function aggregateAcknowledgement(states: ReadonlySet<Acknowledgement["state"]>): Acknowledgement["state"] {
  const first = URGENCY.find((state) => states.has(state));
  if (first === undefined) return "none";
  return first === "confirmed" && states.has("none") ? "partial" : first;
}

const PRESENT = `SELECT
  (SELECT json_group_array(rank) FROM (SELECT value AS rank FROM json_each('[0,1,2,3,4,5]'))
   WHERE EXISTS (SELECT 1 FROM alert WHERE incident_id = @incidentId AND state = @alertState AND acknowledgement = rank)) AS ranks`;

const LATEST = `SELECT acknowledged_by AS by, acknowledged_at AS at, acknowledged_until AS until
  FROM alert WHERE incident_id = ? AND state = ? AND acknowledgement = ? ORDER BY acknowledged_at DESC LIMIT 1`;

type Latest = Omit<Acknowledgement, "state">;

/**
 * The acknowledgement of an incident as a whole: of its firing alerts, and of those that are suppressed because they
 * were acknowledged here (at most sources an acknowledgement is a silence). Of a closed incident: of its resolved alerts.
 * Name and times are those of the latest alert in the state that decides. Index seeks only, whatever the number of alerts.
 */
export function incidentAcknowledgement(db: ReadableDb, incidentId: string, open: boolean): Acknowledgement {
  const alertStates = open ? [FIRING, SUPPRESSED] : [RESOLVED];
  const states = new Set<Acknowledgement["state"]>();
  for (const alertState of alertStates) {
    for (const state of statesOf(db, incidentId, alertState)) {
      if (state !== "none" || alertState !== SUPPRESSED) states.add(state);
    }
  }
  const state = aggregateAcknowledgement(states);
  if (state === "none") return NOT_ACKNOWLEDGED;
  const rank = acknowledgementRankOf(state === "partial" ? "confirmed" : state);
  const candidates = alertStates.flatMap((alertState) => rowOf<Latest>(db, LATEST, incidentId, alertState, rank) ?? []);
  const latest = candidates.toSorted((one, other) => (other.at ?? 0) - (one.at ?? 0))[0];
  return { state, by: latest?.by ?? null, at: latest?.at ?? null, until: latest?.until ?? null };
}

function statesOf(db: ReadableDb, incidentId: string, alertState: number): Acknowledgement["state"][] {
  const ranks = rowOf<{ ranks: string }>(db, PRESENT, { incidentId, alertState })?.ranks ?? "[]";
  return (JSON.parse(ranks) as number[]).map(acknowledgementOf);
}
