/** The five states of a panel. `stale` has data that is older than it should be; loading never covers data. */
export type PanelState<T> =
  | { kind: "loading" }
  | { kind: "empty" }
  | { kind: "error"; error: unknown; retry(): void }
  | { kind: "stale"; since: number; data: T }
  | { kind: "normal"; data: T };

/** The part of a react-query result that a panel looks at. */
export type QueryLike<T> = {
  data: T | undefined;
  isError: boolean;
  error: unknown;
  refetch(): unknown;
  dataUpdatedAt: number;
};

export type PanelStateOptions<T> = {
  isEmpty?(data: T): boolean;
  /** Since when the sources behind it are silent, if they are. */
  staleSince?: number | null;
};

/** Says which of the five states a query is in. Data that could not be refreshed stays, as stale since it was fetched. */
export function panelState<T>(
  query: QueryLike<T>,
  { isEmpty, staleSince = null }: PanelStateOptions<T> = {},
): PanelState<T> {
  const { data } = query;
  if (data === undefined) {
    return query.isError
      ? { kind: "error", error: query.error, retry: () => void query.refetch() }
      : { kind: "loading" };
  }
  if (query.isError) return { kind: "stale", since: query.dataUpdatedAt, data };
  if (staleSince !== null) return { kind: "stale", since: staleSince, data };
  return isEmpty?.(data) === true ? { kind: "empty" } : { kind: "normal", data };
}
