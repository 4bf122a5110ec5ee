import type { WaitingIncident } from "../../shared/contract/shell.ts";
import { rankOf, type Severity } from "../../shared/domain/severity.ts";

/** New incidents this soon after the last ones belong to the same storm. */
export const STORM_MS = 20_000;

/** What the operator has been told of: the severity of each incident then, and the storm that is going on. */
export type Told = {
  /** null before the first look: what was there when the app started is no news. */
  severities: ReadonlyMap<string, Severity> | null;
  storm: { lastAt: number; worst: Severity } | null;
};
export const NOTHING_TOLD: Told = { severities: null, storm: null };

/** What to say now: how many are new, and the most urgent of them. */
export type News = { count: number; worst: WaitingIncident };

/**
 * An incident is news when it is new or has become worse. A storm is told once: what comes within 20 s of the last news is
 * part of it, unless it is worse than all that the storm has brought.
 * @param waiting most urgent first
 */
export function decideNews(
  told: Told,
  waiting: readonly WaitingIncident[],
  notify: readonly Severity[],
  now: number,
): { news: News | null; told: Told } {
  const severities = new Map(waiting.map(({ id, severity }) => [id, severity]));
  if (told.severities === null) return { news: null, told: { severities, storm: null } };
  const before = told.severities;
  const fresh = waiting.filter(({ id, severity }) => notify.includes(severity) && isWorse(severity, before.get(id)));
  const worst = fresh.reduce<WaitingIncident | undefined>(
    (found, incident) => (isWorse(incident.severity, found?.severity) ? incident : found),
    undefined,
  );
  if (worst === undefined) return { news: null, told: { ...told, severities } };
  const storm = told.storm !== null && now - told.storm.lastAt < STORM_MS ? told.storm : null;
  const isNews = isWorse(worst.severity, storm?.worst);
  const worstOfStorm = isNews ? worst.severity : storm!.worst;
  return {
    news: isNews ? { count: fresh.length, worst } : null,
    told: { severities, storm: { lastAt: now, worst: worstOfStorm } },
  };
}

const isWorse = (severity: Severity, than: Severity | undefined): boolean =>
  than === undefined || rankOf(severity) > rankOf(than);
