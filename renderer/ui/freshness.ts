import { useSyncExternalStore } from "react";

let lostSince: number | null = null;
const listeners = new Set<() => void>();

/** Epoch ms since when the engine cannot be reached; null while it can. Every panel turns stale by it. */
export function setEngineLost(since: number | null): void {
  if (since === lostSince) return;
  lostSince = since;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useEngineLost = (): number | null => useSyncExternalStore(subscribe, () => lostSince);
