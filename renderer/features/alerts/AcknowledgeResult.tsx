import { useQuery } from "@tanstack/react-query";
import type { OutboxItem } from "../../../shared/domain/outbox.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, errorText, Icon } from "../../ui/index.ts";
import type { Acknowledging } from "./useAcknowledge.ts";

/** What became of the last acknowledgement, item by item, until it is closed. */
export function AcknowledgeResult({ acknowledging }: { acknowledging: Acknowledging }) {
  const { result, error, undone, undo, close } = acknowledging;
  const items = useItemsNow(result?.items ?? []);
  if (error !== null) {
    return (
      <Strip tone="bad" onClose={close}>
        {text("alerts.resultFailed", { reason: errorText(error) })}
      </Strip>
    );
  }
  if (undone > 0) return <Strip onClose={close}>{text("alerts.resultUndone", { count: undone })}</Strip>;
  if (result === null) return null;
  const bySource = Map.groupBy(items, (item) => item.sourceName);
  const skipped = Map.groupBy(result.skipped, (each) => each.reason);
  const trouble = items.filter((item) => item.state === "conflict" || item.state === "failed");
  return (
    <Strip onClose={close} {...(items.length === 0 ? {} : { undo })}>
      {[...bySource].map(([source, own]) => (
        <span key={source}>{text("alerts.resultQueued", { count: own.length, source })}</span>
      ))}
      {trouble.map((item) => (
        <span key={item.id} className="alert-trouble">
          {text("alerts.resultState", { summary: item.alertSummary, state: item.state, source: item.sourceName })}
        </span>
      ))}
      {[...skipped].map(([reason, own]) => (
        <span key={reason} className="t2">
          {text("alerts.resultSkipped", {
            count: own.length,
            reason: textOf({ code: reason, params: {} }),
          })}
        </span>
      ))}
    </Strip>
  );
}

/** The items as they stand now: what is no more in the outbox list has been confirmed. */
function useItemsNow(items: readonly OutboxItem[]): OutboxItem[] {
  const outbox = useQuery({ ...api.outbox.list.queryOptions({ input: { limit: 500 } }), enabled: items.length > 0 });
  const now = new Map(outbox.data?.rows.map((item) => [item.id, item]));
  return items.map((item) => now.get(item.id) ?? item);
}

type StripProps = { tone?: "bad"; undo?(): void; onClose(): void; children: React.ReactNode };

function Strip({ tone, undo, onClose, children }: StripProps) {
  return (
    <div className={`alert-strip${tone === undefined ? "" : " alert-trouble"}`} role="status">
      {children}
      <span className="end">
        {undo !== undefined && (
          <Button look="quiet" keys="u" onClick={undo}>
            {text("alerts.resultUndo")}
          </Button>
        )}
        <Button look="quiet" aria-label={text("alerts.resultClose")} onClick={onClose}>
          <Icon name="close" />
        </Button>
      </span>
    </div>
  );
}
