import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { IncidentOrder } from "../../../shared/contract/incidents.ts";
import type { Incident } from "../../../shared/domain/incident.ts";
import { api } from "../../api/client.ts";
import { PAGE_ROWS, queueInput, type QueueFilter } from "./queueQuery.ts";
import { useHeldRows, type Held } from "./useHeldRows.ts";

/** The query behind the queue, for who wants its first page before the queue is drawn. */
export const queuePages = (filter: QueueFilter, order: IncidentOrder) =>
  api.incidents.list.infiniteOptions({
    input: (offset: number) => queueInput(filter, order, offset),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (pages.length * PAGE_ROWS < last.total ? pages.length * PAGE_ROWS : undefined),
  });

/** Open incidents, page after page as they come into view, in an order that stays still under the hand. */
export function useQueue(filter: QueueFilter, order: IncidentOrder) {
  const query = useInfiniteQuery({ ...queuePages(filter, order), placeholderData: keepPreviousData });
  const pages = query.data?.pages;
  const latest = useMemo(() => (pages ?? []).flatMap((page) => page.rows), [pages]);
  const held: Held<Incident> = useHeldRows(latest, `${filter} ${order}`);
  const onRange = (_first: number, last: number): void => {
    if (last >= latest.length - 20 && query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  };
  return { query, held, counts: pages?.[0]?.counts, total: pages?.[0]?.total ?? 0, onRange };
}
