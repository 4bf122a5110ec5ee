import { text } from "../../shared/strings/index.ts";

/** `+64 /min`, `0 /min`, `+1 /h`: how many alerts join; slow ones by the hour, so that they are not rounded away. */
export function joinRate(perMinute: number): string {
  if (perMinute === 0) return text("incidents.perMinute", { rate: "0" });
  const slow = Math.abs(perMinute) < 0.5;
  const value = Math.round(slow ? perMinute * 60 : perMinute);
  const signed = value > 0 ? `+${value}` : value < 0 ? `−${-value}` : "0";
  return text(slow ? "incidents.perHour" : "incidents.perMinute", { rate: signed });
}
