import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "../api/client.ts";
import { goTo, setEngineTime, type Route } from "../ui/index.ts";

/** Leads a desk without any source to the welcome, once; and takes the engine's clock from the session. */
export function useFirstSurface(route: Route): void {
  const session = useQuery(api.session.get.queryOptions());
  const led = useRef(false);
  useEffect(() => {
    if (session.data === undefined) return;
    setEngineTime(session.data.now, session.dataUpdatedAt);
    if (led.current) return;
    led.current = true;
    if (session.data.empty && (route.surface === "incidents" || route.surface === "incident"))
      goTo({ surface: "welcome" }, { replace: true });
  }, [session.data]);
}
