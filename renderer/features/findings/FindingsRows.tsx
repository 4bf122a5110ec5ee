import type { ReactNode } from "react";
import { Failed, Loading, VirtualRows, type PanelState } from "../../ui/index.ts";

type RowsProps<Page, Row> = {
  state: PanelState<Page>;
  label: string;
  rowPx: number;
  idOf(row: Row): string;
  /** The id of a row in the document. */
  domIdOf(row: Row): string;
  columns: ReactNode;
  row(row: Row): ReactNode;
  empty(page: Page): ReactNode;
  selectedId: string | null;
  onChoose(id: string): void;
  onOpen(id: string): void;
};

/** The rows of a list in all its states, under the names of their columns. */
export function FindingsRows<Row, Page extends { rows: Row[] }>({ state, idOf, ...shown }: RowsProps<Page, Row>) {
  if (state.kind === "loading") return <Loading lines={8} />;
  if (state.kind === "error") return <Failed error={state.error} retry={state.retry} />;
  if (state.kind === "empty") return null;
  const { rows } = state.data;
  if (rows.length === 0) return shown.empty(state.data);
  const at =
    (act: (id: string) => void) =>
    (index: number): void => {
      const row = rows[index];
      if (row !== undefined) act(idOf(row));
    };
  return (
    <>
      {shown.columns}
      <VirtualRows
        count={rows.length}
        rowHeight={shown.rowPx}
        label={shown.label}
        className={state.kind === "stale" ? "hatch" : ""}
        row={(index) => shown.row(rows[index]!)}
        rowKey={(index) => (rows[index] === undefined ? index : idOf(rows[index]))}
        rowId={(index) => (rows[index] === undefined ? String(index) : shown.domIdOf(rows[index]))}
        selected={rows.findIndex((row) => idOf(row) === shown.selectedId)}
        onSelect={at(shown.onChoose)}
        onOpen={at(shown.onOpen)}
      />
    </>
  );
}
