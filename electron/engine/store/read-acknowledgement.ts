import { type Acknowledgement, NOT_ACKNOWLEDGED } from "../../../shared/domain/outbox.ts";
import type { ReadableDb } from "./database.ts";
import { numberOf, rowOf } from "./read-query.ts";
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

const RANKS = [0, 1, 2, 3, 4, 5];

/**
 * One bit per rank that any alert of the state has: six seeks, where grouping would read every alert of the incident.
 * The state is no parameter: partial indexes depend on it, so SQLite would compile the statement anew at each binding.
 */
const presentIn = (state: number): string => {
  const has = (rank: number) =>
    `EXISTS (SELECT 1 FROM alert WHERE incident_id = @id AND state = ${state} AND acknowledgement = ${rank})`;
  return `SELECT ${RANKS.map((rank) => `(${has(rank)} << ${rank})`).join(" | ")} AS n`;
};

const latestIn = (
  state: number,
): string => `SELECT acknowledged_by AS by, acknowledged_at AS at, acknowledged_until AS until
  FROM alert WHERE incident_id = ? AND state = ${state} AND acknowledgement = ? ORDER BY acknowledged_at DESC LIMIT 1`;

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
  const candidates = alertStates.flatMap(
    (alertState) => rowOf<Latest>(db, latestIn(alertState), incidentId, rank) ?? [],
  );
  const latest = candidates.toSorted((one, other) => (other.at ?? 0) - (one.at ?? 0))[0];
  return { state, by: latest?.by ?? null, at: latest?.at ?? null, until: latest?.until ?? null };
}

function statesOf(db: ReadableDb, id: string, state: number): Acknowledgement["state"][] {
  const bits = numberOf(db, presentIn(state), { id });
  return RANKS.filter((rank) => bits & (1 << rank)).map(acknowledgementOf);
}
