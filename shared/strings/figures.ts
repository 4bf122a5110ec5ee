/** From here on a number is written as a format of the system's has it, which nobody meets. */
const HUGE = 1e15;
const THOUSANDS = /\B(?=(\d{3})+$)/g;
let zoned: { timeZone: string; format: Intl.DateTimeFormat } | undefined;

/**
 * `1,234.57`: thousands marked, two decimals at most. Written by hand, because the first number format of a window takes as long as
 * a tenth of what it does until it shows something.
 */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1000) return String(value);
  if (!(Math.abs(value) < HUGE)) return value.toLocaleString("en-GB");
  const [whole = "", decimals = ""] = Math.abs(value).toFixed(2).split(".");
  const shown = decimals.replace(/0+$/, "");
  const sign = value < 0 ? "-" : "";
  return `${sign}${whole.replace(THOUSANDS, ",")}${shown === "" ? "" : `.${shown}`}`;
}

/** `03:12:08` in an IANA zone, or undefined for the machine's own, which may change while the program runs. */
export function formatClock(at: number, timeZone: string | undefined): string {
  const date = new Date(at);
  if (timeZone === undefined) return joined(date.getHours(), date.getMinutes(), date.getSeconds());
  if (timeZone === "UTC") return joined(date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds());
  if (zoned?.timeZone !== timeZone)
    zoned = { timeZone, format: new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone, hour12: false }) };
  return zoned.format.format(date);
}

const joined = (...parts: number[]): string => parts.map((part) => String(part).padStart(2, "0")).join(":");
