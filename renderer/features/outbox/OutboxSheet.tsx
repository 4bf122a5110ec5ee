import { useMutation, useQuery } from "@tanstack/react-query";
import type { OutboxItem } from "../../../shared/domain/outbox.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Empty, errorText, Failed, Loading, panelState, SideSheet, toast } from "../../ui/index.ts";
import { OutboxCard } from "./OutboxCard.tsx";
import "./OutboxSheet.css";

const complain = (error: unknown): void =>
  void toast({ title: text("outbox.failed"), message: errorText(error), tone: "error" });

/** Every action that is not done yet: waiting, sent, failed, or in conflict with both sides shown. */
export function OutboxSheet({ onClose }: { onClose(): void }) {
  const query = useQuery(api.outbox.list.queryOptions({ input: {} }));
  const settle = useMutation(api.outbox.settle.mutationOptions({ onError: complain }));
  const undo = useMutation(api.outbox.undo.mutationOptions({ onError: complain }));
  const state = panelState(query, { isEmpty: ({ rows }) => rows.length === 0 });
  const card = (item: OutboxItem) => (
    <OutboxCard
      key={item.id}
      item={item}
      busy={settle.isPending || undo.isPending}
      onSettle={(decision) => settle.mutate({ id: item.id, decision })}
      onUndo={() => undo.mutate({ id: item.id })}
    />
  );
  return (
    <SideSheet title={text("outbox.title")} onClose={onClose}>
      {state.kind === "loading" && <Loading lines={4} />}
      {state.kind === "error" && <Failed error={state.error} retry={state.retry} />}
      {state.kind === "empty" && <Empty title={text("outbox.nothingTitle")} hint={text("outbox.nothingHint")} />}
      {(state.kind === "normal" || state.kind === "stale") && (
        <ul className="outbox-list">{urgentFirst(state.data.rows).map(card)}</ul>
      )}
    </SideSheet>
  );
}

const URGENCY: Record<OutboxItem["state"], number> = {
  conflict: 0,
  failed: 1,
  queued: 2,
  sent: 3,
  confirmed: 4,
  undone: 5,
};

/** What needs a decision first, then the oldest. */
export const urgentFirst = (items: readonly OutboxItem[]): OutboxItem[] =>
  items.toSorted((a, b) => URGENCY[a.state] - URGENCY[b.state] || a.createdAt - b.createdAt);
