import type { ReactNode } from "react";
import { ListHead, StaleNote, type PanelState } from "../../ui/index.ts";
import "./findings.css";

type SplitProps<Page> = {
  /** What is opened has the whole of a narrow window. */
  isOpened: boolean;
  titleId: string;
  title: string;
  /** How many there are at all, and how many of them are in the list where it is cut. */
  total: string | null;
  cut: string | null;
  state: PanelState<Page>;
  filters: ReactNode;
  rows: ReactNode;
  /** The chosen one, or why there is none. */
  detail: ReactNode;
};

/** A list at the left, the chosen one with its evidence at the right. */
export function FindingsSplit<Page>({ titleId, state, ...shown }: SplitProps<Page>) {
  return (
    <div className={`findings${shown.isOpened ? " opened" : ""}`}>
      <section className="findings-side" aria-labelledby={titleId}>
        <ListHead id={titleId} title={shown.title} end={shown.cut}>
          {shown.total !== null && <p>{shown.total}</p>}
          {state.kind === "stale" && <StaleNote since={state.since} />}
        </ListHead>
        {shown.filters !== null && <div className="findings-filters">{shown.filters}</div>}
        {shown.rows}
      </section>
      {shown.detail}
    </div>
  );
}

/** Stands where the chosen one would. */
export const NoneChosen = ({ children }: { children: ReactNode }) => <div className="findings-none">{children}</div>;
