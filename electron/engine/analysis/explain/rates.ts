/** How often a kind of alert comes without an incident: over all entities of the kinds at which it comes, and at each of them. */
export type KindRate = {
  /** Alerts that no incident explained, and the entities that could have raised them. */
  count: number;
  population: number;
  entityKinds: Set<string>;
};

/** What is known of one alert's own past: the alerts that no incident explained, fading. */
export type KeyRate = { count: number; at: number };

const SECOND = 1_000;
/** Time before the first alert that counts as watched without one: nothing is known yet, and not all is rare. */
const HEAD_START_S = 3_600;
const HALF_A_COUNT = 0.5;
/** How long an entity is taken for an ordinary one of its kind before its own past counts more. */
const ORDINARY_S = 6 * 3_600;
/** An alert's own past fades with this time constant. */
const FADE_MS = 12 * 3_600 * SECOND;

/** Expected alerts per second, not explained by any incident, of this kind at this entity (Gamma-Poisson, the kind's rate as prior). */
export function backgroundRate(kind: KindRate, key: KeyRate, watchedS: number, now: number): number {
  const ofKind = (kind.count + HALF_A_COUNT) / (Math.max(1, kind.population) * (watchedS + HEAD_START_S));
  const own = Math.min(watchedS, FADE_MS / SECOND);
  return (ofKind * ORDINARY_S + fadedCount(key, now)) / (ORDINARY_S + own);
}

export const fadedCount = ({ count, at }: KeyRate, now: number): number =>
  count === 0 ? 0 : count * Math.exp(-Math.max(0, now - at) / FADE_MS);

/** Counts an alert that no incident explains, or takes it back. */
export function countBackground(kind: KindRate, key: KeyRate, now: number, by: 1 | -1): void {
  kind.count = Math.max(0, kind.count + by);
  key.count = Math.max(0, fadedCount(key, now) + by);
  key.at = Math.max(key.at, now);
}
