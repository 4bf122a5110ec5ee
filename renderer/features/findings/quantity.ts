import { formatDuration, text } from "../../../shared/strings/index.ts";
import { figure } from "./findingWords.ts";

/** From so many seconds on a duration says more than a number. */
const LEAST_DURATION_S = 120;
const BYTES = [
  [1e12, "TB"],
  [1e9, "GB"],
  [1e6, "MB"],
  [1e3, "kB"],
] as const;

/** A value with its unit as people say it: `412 GB`, `43 d 2 h`, `86.4 %`. */
export function quantity(value: number, unit: string): string {
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (unit === "s" && size >= LEAST_DURATION_S) return sign + formatDuration(size * 1000);
  const [factor, name] = (unit === "B" ? BYTES.find(([least]) => size >= least) : undefined) ?? [1, unit];
  const number = sign + figure(size / factor);
  return name === "" ? number : `${number} ${name}`;
}

const DAY_S = 86_400;

/** The same for a place on an axis: whole days where there are some. */
export const mark = (value: number, unit: string): string =>
  unit === "s" && Math.abs(value) >= 2 * DAY_S
    ? text("capacity.days", { count: Math.round(value / DAY_S) })
    : quantity(value, unit);
