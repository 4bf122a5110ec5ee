import { useSyncExternalStore } from "react";
import { formatTime, setTimeZone } from "../../shared/strings/index.ts";

/** Which clock the screen's times follow. */
export type Zone = "local" | "utc";

const listeners = new Set<() => void>();
let offsetMs = 0;
let zone: Zone = "local";
let tick = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

const tell = (): void => listeners.forEach((listener) => listener());

/** Epoch ms by the engine's clock: a display's own clock may be wrong. */
export const engineNow = (): number => Date.now() + offsetMs;

/** Sets what the engine's clock is ahead of this machine's. */
export function setEngineTime(engineMs: number, receivedMs: number = Date.now()): void {
  offsetMs = engineMs - receivedMs;
  advance();
}

/** Switches every time on the screen at once. */
export function setZone(next: Zone): void {
  zone = next;
  setTimeZone(next === "utc" ? "UTC" : undefined);
  tell();
}

function advance(): void {
  tick = engineNow();
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(advance, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The engine's time, rounded down to `everyMs`; renders again only when that changes. */
export function useNow(everyMs = 1000): number {
  return useSyncExternalStore(subscribe, () => Math.floor(tick / everyMs) * everyMs);
}

/** The zone of the switch; a component that formats times itself renders again when it moves. */
export const useZone = (): Zone => useSyncExternalStore(subscribe, () => zone);

/** `03:12`: hours and minutes in the zone of the switch. */
export const formatMinute = (at: number): string => formatTime(at).slice(0, 5);

/** `CET` or `UTC`: the short name of the zone at this moment. */
export function zoneName(at: number, of: Zone = zone): string {
  if (of === "utc") return "UTC";
  const offset = new Date(at).getTimezoneOffset();
  const known = localNames.get(offset);
  if (known !== undefined) return known;
  const parts = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" }).formatToParts(at);
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "UTC";
  localNames.set(offset, name);
  return name;
}

/** Names of the machine's own zone, by its distance from UTC, which changes with the season and with the machine. */
const localNames = new Map<number, string>();

/** `Wed 18 Nov` in the given zone. */
export const formatDay = (at: number, of: Zone = zone): string =>
  new Date(at)
    .toLocaleDateString("en-GB", {
      weekday: "short",
      day: "numeric",
      month: "short",
      timeZone: of === "utc" ? "UTC" : undefined,
    })
    .replace(",", "");

/** How far the zone of the switch is ahead of UTC at a moment. */
export const zoneOffsetMs = (at: number, of: Zone): number =>
  of === "utc" ? 0 : -new Date(at).getTimezoneOffset() * 60_000;
