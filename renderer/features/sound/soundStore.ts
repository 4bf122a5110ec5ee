import { useSyncExternalStore } from "react";
import { DEFAULT_SOUND, SoundSettings } from "./soundRules.ts";

const KEY = "watchfloor.sound";
const listeners = new Set<() => void>();
let current: SoundSettings | null = null;

/** Reads what was stored; whatever is unreadable is the default, which sounds. */
export function parseSound(stored: string | null): SoundSettings {
  try {
    return SoundSettings.catch(DEFAULT_SOUND).parse(JSON.parse(stored ?? "null"));
  } catch {
    return DEFAULT_SOUND;
  }
}

const read = (): SoundSettings => (current ??= parseSound(localStorage.getItem(KEY)));

export function setSound(change: Partial<SoundSettings>): void {
  current = { ...read(), ...change };
  localStorage.setItem(KEY, JSON.stringify(current));
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How this display sounds. */
export const useSound = (): SoundSettings => useSyncExternalStore(subscribe, read);
