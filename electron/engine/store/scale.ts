import { AlertState } from "../../../shared/domain/event.ts";
import type { Acknowledgement } from "../../../shared/domain/outbox.ts";

/** How the database writes the domain's scales: small integers in the order of their types. */
export const FIRING = 0;
export const SUPPRESSED = 1;
export const RESOLVED = 2;

export const stateRankOf = (state: AlertState): number => AlertState.options.indexOf(state);

/** @throws RangeError for a number outside the scale. */
export function alertStateOf(rank: number): AlertState {
  const state = AlertState.options[rank];
  if (state === undefined) throw new RangeError(`no alert state has rank ${rank}`);
  return state;
}

export const INCIDENT_OPEN = 0;
export const INCIDENT_RESOLVED = 1;
export const INCIDENT_MERGED = 2;

/** Of one alert; only an incident can be acknowledged in part. */
const ACKNOWLEDGEMENTS = ["none", "queued", "sent", "confirmed", "conflict", "failed"] as const;
export const CONFIRMED = 3;

/** @throws RangeError for `partial`, which no single alert can be. */
export function acknowledgementRankOf(state: Acknowledgement["state"]): number {
  const rank = ACKNOWLEDGEMENTS.findIndex((known) => known === state);
  if (rank < 0) throw new RangeError(`an alert cannot be acknowledged in the state ${state}`);
  return rank;
}

/** @throws RangeError for a number outside the scale. */
export function acknowledgementOf(rank: number): Acknowledgement["state"] {
  const state = ACKNOWLEDGEMENTS[rank];
  if (state === undefined) throw new RangeError(`no acknowledgement has rank ${rank}`);
  return state;
}
