import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type CSSProperties, type MouseEvent, type ReactNode } from "react";
import "./VirtualGrid.css";

export type GridColumn = { id: string; label: string; /** A CSS grid track. */ width: string; align?: "end" };

export type VirtualGridProps = {
  columns: readonly GridColumn[];
  /** All rows, loaded or not. */
  count: number;
  rowHeight: number;
  label: string;
  /** Draws the cells of a row, each a `Cell`; a row that is not loaded yet draws its own skeleton. */
  row(index: number): ReactNode;
  rowKey(index: number): string | number;
  rowClassName?(index: number): string;
  /** The row of the keyboard; it stays in view. */
  cursor: number;
  isChosen(index: number): boolean;
  onPress(index: number, event: MouseEvent): void;
  onOpen(index: number): void;
  /** Asks for rows that came into view: first and last index, both inclusive. */
  onRange(first: number, last: number): void;
};

/** A dense grid that draws only the rows in view, with columns under one head and many rows chosen at once. */
export function VirtualGrid(props: VirtualGridProps) {
  const { columns, count, rowHeight, label, row, rowKey, rowClassName, cursor, isChosen, onPress, onOpen, onRange } =
    props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    initialRect: { width: 0, height: 800 },
    getItemKey: rowKey,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;

  useEffect(() => {
    if (last >= first) onRange(first, last);
  }, [first, last, onRange]);
  useEffect(() => {
    if (cursor < count) virtual.scrollToIndex(cursor, { align: "auto" });
    // Only the hand moves the view: rows that come and go must not.
  }, [cursor]);

  const tracks = { "--tracks": columns.map((column) => column.width).join(" ") } as CSSProperties;
  return (
    <div className="vgrid" role="grid" aria-label={label} aria-rowcount={count + 1} aria-multiselectable style={tracks}>
      <div role="row" aria-rowindex={1} className="vgrid-head">
        {columns.map((column) => (
          <span key={column.id} role="columnheader" className={column.align === "end" ? "num" : ""}>
            {column.label}
          </span>
        ))}
      </div>
      <div ref={scroller} className="vgrid-body" role="rowgroup" tabIndex={0} aria-label={label}>
        <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
          {items.map((item) => (
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={isChosen(item.index)}
              aria-current={item.index === cursor ? "true" : undefined}
              className={`vgrid-row ${rowClassName?.(item.index) ?? ""}${item.index === cursor ? " cursor" : ""}${isChosen(item.index) ? " chosen" : ""}`}
              style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              onClick={(event) => onPress(item.index, event)}
              onDoubleClick={() => onOpen(item.index)}
            >
              {row(item.index)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** A cell of a `VirtualGrid` row. */
export function Cell({ align, className = "", children }: { align?: "end"; className?: string; children: ReactNode }) {
  return (
    <div role="gridcell" className={`cut ${align === "end" ? "num" : ""} ${className}`}>
      {children}
    </div>
  );
}
