import type { ForecastMade } from "../../shared/domain/forecast.ts";
import { formatDuration, text } from "../../shared/strings/index.ts";

const DAY_MS = 86_400_000;

/** `9 h 20`, from two days on `12 d`: no forecast is as exact as its figures. */
export const ahead = (ms: number): string =>
  ms >= 2 * DAY_MS ? text("capacity.days", { count: Math.round(ms / DAY_MS) }) : formatDuration(ms);

/** How long it is from `now` until then (epoch ms); nothing for what should be there already. */
export const timeLeft = (at: number, now: number): string => ahead(Math.max(0, at - now));

/** When a limit is reached, in as few words as there are. */
export function whenReached(
  {
    reachedAt,
    likelyAt,
    knowledge,
    horizonMs,
  }: Pick<ForecastMade, "reachedAt" | "likelyAt" | "knowledge" | "horizonMs">,
  now: number,
): string {
  if (reachedAt !== null) return text("capacity.left.reached");
  if (knowledge === "unknown") return text("capacity.left.unknown");
  return likelyAt === null
    ? text("capacity.left.never", { ahead: ahead(horizonMs) })
    : text("capacity.left.about", { left: timeLeft(likelyAt, now) });
}
