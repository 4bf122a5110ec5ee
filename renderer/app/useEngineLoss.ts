import { useEffect } from "react";
import type { ConnectionState } from "../api/connection.ts";
import { setEngineLost } from "../ui/index.ts";

/** A reconnection within this time is not worth a word. */
const TOLERATED_MS = 2_000;

/** Turns a lost connection into staleness of every panel, once it has lasted. */
export function useEngineLoss(state: ConnectionState): void {
  const since = state.kind === "lost" ? state.since : null;
  useEffect(() => {
    if (since === null) {
      setEngineLost(null);
      return;
    }
    const timer = setTimeout(() => setEngineLost(since), Math.max(0, since + TOLERATED_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [since]);
}
