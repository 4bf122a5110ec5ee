import { useMemo } from "react";
import { IncidentOrder } from "../../../shared/contract/incidents.ts";
import type { Incident } from "../../../shared/domain/incident.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { Button, Chip, Empty, Failed, ListHead, Loading, shortHosts, StaleNote, VirtualRows } from "../../ui/index.ts";
import { IncidentRow } from "./IncidentRow.tsx";
import { QUEUE_FILTERS, type QueueFilter } from "./queueQuery.ts";
import type { useQueue } from "./useQueue.ts";
import "./IncidentQueue.css";

const ROW_PX = 64;

export type IncidentQueueProps = {
  queue: ReturnType<typeof useQueue>;
  filter: QueueFilter;
  order: IncidentOrder;
  onFilter(filter: QueueFilter): void;
  onOrder(order: IncidentOrder): void;
  selectedId: string | null;
  onSelect(incident: Incident): void;
};

/** The open incidents, most urgent first. Answers: what needs me now? */
export function IncidentQueue(props: IncidentQueueProps) {
  const { queue } = props;
  const { counts } = queue;
  return (
    <section className="queue-open" aria-label={text("incidents.queue")}>
      <ListHead
        title={counts === undefined ? text("incidents.title") : text("incidents.open", { count: counts.open })}
        end={
          counts !== undefined &&
          counts.suppressedAlerts > 0 &&
          text("incidents.muted", { count: counts.suppressedAlerts })
        }
      >
        {counts !== undefined && counts.open > 0 && <p>{text("incidents.folded", { count: counts.foldedAlerts })}</p>}
        {queue.query.isError && counts !== undefined && <StaleNote since={queue.query.dataUpdatedAt} />}
      </ListHead>
      <Filters {...props} />
      <Body {...props} />
    </section>
  );
}

function Filters({ queue: { counts, held }, filter, order, onFilter, onOrder }: IncidentQueueProps) {
  const countOf: Record<QueueFilter, number | undefined> = {
    all: counts?.open,
    unacknowledged: counts?.unacknowledged,
    mine: counts?.mine,
    moving: counts?.moving,
  };
  return (
    <div className="filters">
      {QUEUE_FILTERS.map((name) => (
        <Chip key={name} on={name === filter} onToggle={() => onFilter(name)}>
          {text(`incidents.filter.${name}`)} {countOf[name] ?? ""}
        </Chip>
      ))}
      {held.waiting > 0 && (
        <Button look="primary" className="new-rows" onClick={held.release}>
          {text("incidents.newRows", { count: held.waiting })}
        </Button>
      )}
      <select
        className="chip order"
        aria-label={text("incidents.order")}
        value={order}
        onChange={(event) => onOrder(event.target.value as IncidentOrder)}
      >
        {IncidentOrder.options.map((name) => (
          <option key={name} value={name}>
            {text(`incidents.order.${name}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Body({ queue, filter, onFilter, selectedId, onSelect }: IncidentQueueProps) {
  const { query, held, counts } = queue;
  const short = useMemo(() => shortHosts(held.rows.map(({ headline }) => textOf(headline))), [held.rows]);
  if (query.isPending) return <Loading lines={6} />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (held.rows.length === 0)
    return <NothingOpen filtered={filter !== "all" && (counts?.open ?? 0) > 0} onAll={() => onFilter("all")} />;
  return (
    <>
      <div className="queue-columns label" aria-hidden="true">
        <span />
        <span>{text("incidents.column.incident")}</span>
        <span className="num">{text("incidents.column.alerts")}</span>
        <span className="spark-cell">{text("incidents.column.trend")}</span>
        <span className="num">{text("incidents.column.age")}</span>
        <span className="owner-cell">{text("incidents.column.owner")}</span>
      </div>
      <div className="queue-rows" style={{ flexBasis: held.rows.length * ROW_PX }} onPointerMove={held.touch}>
        <VirtualRows
          count={held.rows.length}
          rowHeight={ROW_PX}
          label={text("incidents.queue")}
          row={(index) => held.rows[index] !== undefined && <IncidentRow incident={held.rows[index]} short={short} />}
          rowKey={(index) => held.rows[index]?.id ?? index}
          rowId={(index) => `incident-${held.rows[index]?.id}`}
          selected={held.rows.findIndex(({ id }) => id === selectedId)}
          onSelect={(index) => held.rows[index] !== undefined && onSelect(held.rows[index])}
          onRange={queue.onRange}
        />
      </div>
    </>
  );
}

function NothingOpen({ filtered, onAll }: { filtered: boolean; onAll(): void }) {
  if (!filtered) return <Empty title={text("incidents.empty")} hint={text("incidents.emptyHint")} />;
  const action = <Button onClick={onAll}>{text("incidents.showAll")}</Button>;
  return <Empty title={text("incidents.emptyFilter")} hint={text("incidents.emptyFilterHint")} action={action} />;
}
