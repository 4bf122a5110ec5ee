import type { Firing } from "./group.ts";
import { logDensity } from "./lag.ts";
import { takenByTempo } from "./tempo.ts";
import { DOUBT, ENTITY_AT_MOST, ONE_ALERT_AT_MOST } from "./weights.ts";

/** The density that an alert in good time has, logarithm. */
export const IN_GOOD_TIME = logDensity(0, 1) - DOUBT;

/** What one alert in good time says at most against the background, in log odds. */
export const saidInTime = ({ base }: Firing): number => Math.min(ONE_ALERT_AT_MOST, base + IN_GOOD_TIME);

/** Log odds of one alert, given that its entity is affected by a fault so many hops away, wherever that is. */
const oddsInLag = ({ base, at }: Firing, startedAt: number, hops: number): number =>
  Math.min(ONE_ALERT_AT_MOST, base + logDensity(at - startedAt, hops) - DOUBT);

/** What it adds that such an alert comes at roots, or below them. */
const placed = (firing: Firing, hops: number): number => (hops === 0 ? firing.atRoot : firing.below);

/**
 * Log odds of alerts of one entity, given that it is affected; one that does not fit says nothing, it may be background. Where they
 * usually come counts once: alerts of one entity come together. `entries`: their places among the firings. `tempo`: of the incident that
 * has them. `most`: what one alert says at most; without a limit the entity has none either, so that faults can be compared by lag alone.
 */
export function oddsOf(
  firings: readonly Firing[],
  entries: readonly number[],
  startedAt: number,
  hops: number,
  tempo = 1,
  most = ONE_ALERT_AT_MOST,
): number {
  let sum = 0;
  let place = 0;
  for (const entry of entries) {
    const firing = firings[entry]!;
    const lagMs = firing.at - startedAt;
    const odds = Math.min(most, firing.base + logDensity(lagMs, hops) - DOUBT + takenByTempo(tempo, lagMs, hops));
    if (odds <= 0) continue;
    sum += odds;
    const here = placed(firing, hops);
    if (Math.abs(here) > Math.abs(place)) place = here;
  }
  return Math.max(0, Math.min(most === Infinity ? Infinity : ENTITY_AT_MOST, sum) + place);
}

/**
 * How well a fault that reaches its entity suits an alert, compared with other faults: what it says against the background is the same for all
 * of them, so nothing caps it.
 */
export const suits = ({ at }: Firing, probability: number, startedAt: number, hops: number): number =>
  Math.log(probability) + logDensity(at - startedAt, hops);

/** Log odds that an alert belongs to a fault that reaches its entity. */
export const fitOf = (firing: Firing, probability: number, startedAt: number, hops: number): number =>
  Math.log(probability) + oddsInLag(firing, startedAt, hops);

/** Odds beyond this leave nothing of their complement. */
const CERTAIN = 30;

/** Logarithm of 1 - p + p e^odds. */
export const logMixture = (p: number, odds: number): number =>
  odds > CERTAIN ? Math.log(p) + odds : Math.log(1 - p + p * Math.exp(odds));
