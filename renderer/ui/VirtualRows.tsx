import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type ReactNode } from "react";
import "./VirtualRows.css";

export type VirtualRowsProps = {
  /** All rows, loaded or not. */
  count: number;
  rowHeight: number;
  label: string;
  /** Draws the content of a row; rows that are not loaded yet draw their own skeleton. */
  row(index: number): ReactNode;
  /** A stable identity, so that a row keeps its element when others come and go. */
  rowKey?(index: number): string | number;
  rowId?(index: number): string;
  rowClassName?(index: number): string;
  /** The selected row stays in view; -1 for none. */
  selected?: number;
  onSelect?(index: number): void;
  onOpen?(index: number): void;
  /** Asks for rows that came into view: first and last index, both inclusive. */
  onRange?(first: number, last: number): void;
  className?: string;
};

/** A listbox that draws only the rows in view: 50,000 rows cost as much as 50. Keys are the surface's own. */
export function VirtualRows(props: VirtualRowsProps) {
  const { count, rowHeight, label, row, rowKey, rowId, rowClassName, selected = -1, onSelect, onOpen, onRange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    initialRect: { width: 0, height: 800 },
    ...(rowKey === undefined ? {} : { getItemKey: rowKey }),
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;

  useEffect(() => {
    if (last >= first) onRange?.(first, last);
  }, [first, last, onRange]);
  useEffect(() => {
    if (selected >= 0 && selected < count) virtual.scrollToIndex(selected, { align: "auto" });
    // Only a new selection scrolls: rows that come and go must not move the view under the hand.
  }, [selected]);

  const active = selected >= 0 && rowId !== undefined ? { "aria-activedescendant": rowId(selected) } : {};
  return (
    <div
      ref={scroller}
      className={`virtual ${props.className ?? ""}`}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      {...active}
    >
      <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
        {items.map((item) => (
          <div
            key={item.key}
            id={rowId?.(item.index)}
            role="option"
            aria-selected={item.index === selected}
            aria-posinset={item.index + 1}
            aria-setsize={count}
            className={`virtual-row ${rowClassName?.(item.index) ?? ""}${item.index === selected ? " selected" : ""}`}
            style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
            onClick={() => onSelect?.(item.index)}
            onDoubleClick={() => onOpen?.(item.index)}
          >
            {row(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
