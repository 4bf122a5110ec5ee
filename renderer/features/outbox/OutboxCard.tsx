import type { OutboxItem } from "../../../shared/domain/outbox.ts";
import { formatTime, text, textOf } from "../../../shared/strings/index.ts";
import { Button, Tag, TimeText } from "../../ui/index.ts";

type OutboxCardProps = {
  item: OutboxItem;
  busy: boolean;
  onSettle(decision: "keep-theirs" | "send-again"): void;
  onUndo(): void;
};

/** One action and what became of it. A conflict shows both sides and asks for a decision. */
export function OutboxCard({ item, busy, onSettle, onUndo }: OutboxCardProps) {
  const open = item.state === "conflict" || item.state === "failed";
  return (
    <li className={`outbox-card ${item.state}`}>
      <div className="outbox-head">
        <b>{text(`outbox.kind.${item.kind}`)}</b>
        <Tag look={open ? "solid" : "plain"}>{text(`outbox.state.${item.state}`)}</Tag>
        <span className="end t3">
          <TimeText at={item.createdAt} />
        </span>
      </div>
      <p>{item.alertSummary}</p>
      <p className="t3">
        {text("outbox.via", { source: item.sourceName, by: item.by })}
        {item.attempts > 0 && <> · {text("outbox.attempts", { count: item.attempts })}</>}
        {item.nextAttemptAt !== null && <> · {text("outbox.next", { nextAt: formatTime(item.nextAttemptAt) })}</>}
      </p>
      {item.note !== "" && <p className="t2">“{item.note}”</p>}
      {item.outcome !== null && (
        <dl className="sides">
          <dt>{text("outbox.ours")}</dt>
          <dd>{textOf(item.outcome.ours)}</dd>
          <dt>{text("outbox.theirs")}</dt>
          <dd>{textOf(item.outcome.theirs)}</dd>
        </dl>
      )}
      <div className="outbox-end">
        {open && (
          <Button disabled={busy} onClick={() => onSettle("keep-theirs")}>
            {text("outbox.keepTheirs")}
          </Button>
        )}
        {open && (
          <Button look="primary" disabled={busy} onClick={() => onSettle("send-again")}>
            {text("outbox.sendAgain")}
          </Button>
        )}
        {!open && item.kind !== "undo" && (
          <Button disabled={busy} onClick={onUndo}>
            {text("outbox.undo")}
          </Button>
        )}
      </div>
    </li>
  );
}
