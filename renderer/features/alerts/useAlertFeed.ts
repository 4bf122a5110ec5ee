import { useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Alert } from "../../../shared/domain/alert.ts";
import { api } from "../../api/client.ts";
import { filterOf, type AlertView } from "./alertView.ts";
import { changesSince, extend, rowAt, WINDOW, windowsFor, type Frozen, type Windows } from "./windows.ts";

export type AlertFeed = {
  total: number;
  rowAt(index: number): Alert | undefined;
  /** Rows that differ from the paused picture; 0 while the feed runs. */
  changed: number;
  setRange(first: number, last: number): void;
  /** The first window, for the state of the panel. */
  first: {
    data: { total: number } | undefined;
    isError: boolean;
    error: unknown;
    refetch(): unknown;
    dataUpdatedAt: number;
  };
};

/** Windows that left the view are forgotten soon: 50,000 alerts must not gather in the window's memory. */
const FORGET_MS = 30_000;

/** The alerts of a view, in windows around the rows that are seen. While `paused` the picture stands still. */
export function useAlertFeed(view: AlertView, paused: boolean): AlertFeed {
  const [range, setRange] = useState<{ first: number; last: number }>({ first: 0, last: 40 });
  const known = useRef({ key: "", total: 0 });
  const key = JSON.stringify(view);
  if (known.current.key !== key) known.current = { key, total: 0 };

  const filter = filterOf(view);
  const optionsAt = (offset: number) => ({
    ...api.alerts.list.queryOptions({ input: { filter, order: view.order, offset, limit: WINDOW } }),
    gcTime: FORGET_MS,
  });
  const offsets = windowsFor(range.first, range.last, known.current.total);
  const first = useQuery(optionsAt(0));
  const pages = useQueries({ queries: offsets.map(optionsAt) });
  const newest = [first, ...pages].reduce((best, page) => (page.dataUpdatedAt > best.dataUpdatedAt ? page : best));
  if (newest.data !== undefined) known.current.total = newest.data.total;

  const stamp = pages.map((page, index) => `${offsets[index]}@${page.dataUpdatedAt}`).join(" ");
  const live: Windows = useMemo(
    () =>
      new Map(
        pages.flatMap((page, index) =>
          page.data === undefined ? [] : [[offsets[index] ?? 0, page.data.rows] as const],
        ),
      ),
    [stamp, key],
  );
  const frozen = useFrozen(live, known.current.total, paused);
  const shown = frozen ?? { total: known.current.total, windows: live };
  return {
    total: shown.total,
    rowAt: (index) => rowAt(shown.windows, index),
    changed: frozen === null ? 0 : changesSince(frozen, live, known.current.total),
    setRange: useRangeSetter(setRange),
    first,
  };
}

function useFrozen(live: Windows, total: number, paused: boolean): Frozen | null {
  const frozen = useRef<Frozen | null>(null);
  if (!paused) frozen.current = null;
  else frozen.current = frozen.current === null ? { total, windows: live } : extend(frozen.current, live);
  return frozen.current;
}

/** Scrolling fires often; only a range that needs other windows is worth a render. */
function useRangeSetter(set: (range: { first: number; last: number }) => void): (first: number, last: number) => void {
  const before = useRef("");
  const setter = useRef((first: number, last: number) => {
    const windows = `${Math.floor(first / WINDOW)} ${Math.floor((last + WINDOW / 4) / WINDOW)}`;
    if (windows === before.current) return;
    before.current = windows;
    set({ first, last });
  });
  useEffect(() => () => void (before.current = ""), []);
  return setter.current;
}
