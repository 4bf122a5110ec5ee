import { z } from "zod";
import type { Incident } from "../../../shared/domain/incident.ts";
import { rankOf, Severity } from "../../../shared/domain/severity.ts";

const MinuteOfDay = z.int().min(0).max(1439);

export const SoundSettings = z.object({
  muted: z.boolean(),
  severities: z.array(Severity),
  repeat: z.boolean(),
  /** Minutes of the day, by the screen's time zone; null means at any hour. `from` after `to` goes past midnight. */
  quiet: z.object({ from: MinuteOfDay, to: MinuteOfDay }).nullable(),
});
export type SoundSettings = z.infer<typeof SoundSettings>;

export const DEFAULT_SOUND: SoundSettings = {
  muted: false,
  severities: ["critical", "major"],
  repeat: true,
  quiet: null,
};

/** What has been heard: the incidents that sounded with the severity then, and when the last sound was. */
export type Heard = { at: number; severities: ReadonlyMap<string, Severity>; loudest: Severity | null };
export const NOTHING_HEARD: Heard = { at: Number.NEGATIVE_INFINITY, severities: new Map(), loudest: null };

/** New incidents within this time of a sound are the same storm and make none of their own, unless they are worse. */
export const STORM_MS = 20_000;
export const REPEAT_MS = 60_000;

type Audible = Pick<Incident, "id" | "severity" | "acknowledgement" | "state">;
export type SoundDecision = { sound: Severity | null; heard: Heard };

/**
 * Whether to sound now. An incident sounds when it is new or became worse and nobody has it; a storm sounds once; with
 * `repeat` the worst that waits sounds again each minute. What came during quiet hours or mute counts as heard.
 */
export function decideSound(
  heard: Heard,
  incidents: readonly Audible[],
  settings: SoundSettings,
  now: number,
  minuteOfDay: number,
): SoundDecision {
  const waiting = incidents.filter(
    (incident) => incident.state === "open" && waits(incident) && settings.severities.includes(incident.severity),
  );
  const worst = worstWaiting(waiting);
  const fresh = waiting.filter((incident) => isNews(heard.severities.get(incident.id), incident.severity));
  const severities = new Map(waiting.map((incident) => [incident.id as string, incident.severity]));
  const silent: SoundDecision = { sound: null, heard: { ...heard, severities } };
  if (worst === null || settings.muted || isQuiet(settings, minuteOfDay)) return silent;
  if (fresh.length > 0 && !isSameStorm(heard, worstWaiting(fresh)!, now)) return sounding(worst, severities, now);
  if (settings.repeat && now - heard.at >= REPEAT_MS) return sounding(worst, severities, now);
  return silent;
}

const sounding = (severity: Severity, severities: ReadonlyMap<string, Severity>, now: number): SoundDecision => ({
  sound: severity,
  heard: { at: now, severities, loudest: severity },
});

/** Acknowledged is what the source confirmed; what is on its way has a person too. */
const waits = (incident: Audible): boolean => !["confirmed", "queued", "sent"].includes(incident.acknowledgement.state);

const isNews = (before: Severity | undefined, now: Severity): boolean =>
  before === undefined || rankOf(now) > rankOf(before);

const isSameStorm = (heard: Heard, severity: Severity, now: number): boolean =>
  now - heard.at < STORM_MS && heard.loudest !== null && rankOf(severity) <= rankOf(heard.loudest);

function worstWaiting(incidents: readonly Audible[]): Severity | null {
  return incidents.reduce<Severity | null>(
    (worst, { severity }) => (worst === null || rankOf(severity) > rankOf(worst) ? severity : worst),
    null,
  );
}

/** `from` is within the quiet hours, `to` no more. */
export function isQuiet({ quiet }: SoundSettings, minuteOfDay: number): boolean {
  if (quiet === null || quiet.from === quiet.to) return false;
  if (quiet.from < quiet.to) return minuteOfDay >= quiet.from && minuteOfDay < quiet.to;
  return minuteOfDay >= quiet.from || minuteOfDay < quiet.to;
}
