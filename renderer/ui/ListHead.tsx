import type { ReactNode } from "react";
import "./ListHead.css";

type ListHeadProps = {
  /** Names the section that it heads. */
  id?: string;
  /** The whole list in one sentence. */
  title: string;
  /** What stands beside it: counts, staleness. */
  children?: ReactNode;
  /** At the far end: what the list leaves out. */
  end?: ReactNode;
};

/** The line over a surface's list: what there is, then what to know of it. */
export function ListHead({ id, title, children, end }: ListHeadProps) {
  return (
    <header className="list-head">
      <h1 id={id}>{title}</h1>
      {children}
      {end !== undefined && end !== false && <span className="end">{end}</span>}
    </header>
  );
}
