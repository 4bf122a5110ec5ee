import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { watch } from "./watchdog.ts";

/** A look once a second that comes this late means that the machine slept. */
const SLEPT_MS = 10_000;

/** Asks again when data stood still, and begins anew when that does not help. */
export function useWatchdog(connected: boolean, refreshedAt: number): void {
  const queries = useQueryClient();
  const latest = useRef({ connected, refreshedAt });
  latest.current = { connected, refreshedAt };
  useEffect(() => {
    const startedAt = Date.now();
    let connectedAt = startedAt;
    let refetchedAt = startedAt;
    let lookedAt = startedAt;
    const timer = setInterval(() => {
      const now = Date.now();
      // Neither time without a connection nor time that the machine slept is a fault of the page.
      if (!latest.current.connected || now - lookedAt > SLEPT_MS) connectedAt = now;
      lookedAt = now;
      const since = Math.max(latest.current.refreshedAt, connectedAt);
      const action = watch(latest.current.connected, since, refetchedAt, now);
      if (action === "reload") location.reload();
      if (action !== "refetch") return;
      refetchedAt = now;
      void queries.invalidateQueries();
    }, 1000);
    return () => clearInterval(timer);
  }, [queries]);
}
