import { useEffect, useRef, useState } from "react";
import type { Incident } from "../../shared/domain/incident.ts";
import { newCriticals, startRotation, turn } from "./rotation.ts";

/** The page that stands now. Looks once a second; a new critical brings the first page back at once. */
export function useRotation(pages: number, incidents: readonly Incident[] | undefined): number {
  const [rotation, setRotation] = useState(() => startRotation(Date.now()));
  const criticals = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (incidents === undefined) return;
    const { ids, fresh } = newCriticals(criticals.current ?? new Set(), incidents);
    const isFirst = criticals.current === null;
    criticals.current = ids;
    if (fresh && !isFirst) setRotation((now) => turn(now, pages, true, Date.now()));
  }, [incidents]);
  useEffect(() => {
    const timer = setInterval(() => setRotation((now) => turn(now, pages, false, Date.now())), 1000);
    return () => clearInterval(timer);
  }, [pages]);
  return Math.min(rotation.page, pages - 1);
}
