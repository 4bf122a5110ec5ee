import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { watch } from "./watchdog.ts";

/** Asks again when data stood still, and begins anew when that does not help. */
export function useWatchdog(connected: boolean, refreshedAt: number): void {
  const queries = useQueryClient();
  const latest = useRef({ connected, refreshedAt });
  latest.current = { connected, refreshedAt };
  useEffect(() => {
    const startedAt = Date.now();
    let connectedAt = startedAt;
    let refetchedAt = startedAt;
    const timer = setInterval(() => {
      const now = Date.now();
      if (!latest.current.connected) connectedAt = now;
      // Time without a connection is no fault of the page.
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
