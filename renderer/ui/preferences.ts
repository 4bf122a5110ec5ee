import { useSyncExternalStore } from "react";
import { setZone, type Zone } from "./clock.ts";
import { setKeysEnabled } from "./keys.ts";
import type { Theme } from "./tokens.ts";

/** What a person sets for this display; it stays on this machine. */
export type Preferences = { theme: Theme; zone: Zone; singleKeys: boolean };

const STORED_AS = "watchfloor.preferences";
export const THEMES: readonly Theme[] = ["dark", "light", "contrast"];
const DEFAULTS: Preferences = { theme: "dark", zone: "local", singleKeys: true };

const listeners = new Set<() => void>();
let current: Preferences = DEFAULTS;

/** Reads stored preferences; whatever is missing or unknown is the default. */
export function parsePreferences(stored: string | null): Preferences {
  const found = asRecord(stored);
  return {
    theme: THEMES.find((theme) => theme === found.theme) ?? DEFAULTS.theme,
    zone: found.zone === "utc" ? "utc" : "local",
    singleKeys: found.singleKeys !== false,
  };
}

function asRecord(stored: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(stored ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function apply(next: Preferences): void {
  current = next;
  document.documentElement.dataset.theme = next.theme;
  setZone(next.zone);
  setKeysEnabled(next.singleKeys);
  listeners.forEach((listener) => listener());
}

/** Applies what is stored. Before the first drawing, so that no theme flashes. */
export function loadPreferences(): void {
  apply(parsePreferences(localStorage.getItem(STORED_AS)));
}

export function setPreferences(change: Partial<Preferences>): void {
  apply({ ...current, ...change });
  localStorage.setItem(STORED_AS, JSON.stringify(current));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, () => current);
