let grouped: Intl.NumberFormat | undefined;
let zoned: { timeZone: string; format: Intl.DateTimeFormat } | undefined;

/**
 * `1,234.57`: thousands marked, two decimals at most. Nearly all numbers are small and whole; they do not wait for a number
 * format, the first of which takes a window tens of milliseconds to make.
 */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1000) return String(value);
  grouped ??= new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });
  return grouped.format(value);
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
