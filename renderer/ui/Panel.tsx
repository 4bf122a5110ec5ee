import { useId, type ReactNode } from "react";
import { useEngineLost } from "./freshness.ts";
import { Empty, Failed, Loading, StaleNote } from "./PanelStates.tsx";
import type { PanelState } from "./panelState.ts";
import "./Panel.css";

type Frame = {
  title: string;
  /** A quiet line beside the title. */
  note?: ReactNode;
  /** Controls at the right of the title. */
  end?: ReactNode;
  className?: string;
  level?: 2 | 3;
};

type Fed<T> = Frame & {
  state: PanelState<T>;
  /** Says what would be here and how to get it. */
  empty: { title: string; hint: string; action?: ReactNode };
  /** Lines of the skeleton. */
  skeletonLines?: number;
  children: (data: T) => ReactNode;
};

type Plain = Frame & { state?: undefined; children: ReactNode };

/** A titled box with the five states. Without `state` it only frames its children. */
export function Panel<T>(props: Fed<T> | Plain) {
  const { title, note, end, className = "", level = 2 } = props;
  const titleId = useId();
  const Heading = `h${level}` as const;
  const lostSince = useEngineLost();
  const staleSince = staleSinceOf(props, lostSince);
  return (
    <section className={`panel ${className}`} aria-labelledby={titleId} data-state={props.state?.kind ?? "normal"}>
      <header>
        <Heading id={titleId}>{title}</Heading>
        {note !== undefined && <span className="label">{note}</span>}
        {staleSince !== null && <StaleNote since={staleSince} />}
        {end !== undefined && <span className="end">{end}</span>}
      </header>
      <div className={`panel-body${staleSince === null ? "" : " hatch"}`}>{bodyOf(props)}</div>
    </section>
  );
}

function staleSinceOf<T>(props: Fed<T> | Plain, lostSince: number | null): number | null {
  if (props.state?.kind === "stale") return props.state.since;
  return props.state?.kind === "normal" || props.state?.kind === "empty" ? lostSince : null;
}

function bodyOf<T>(props: Fed<T> | Plain): ReactNode {
  if (props.state === undefined) return props.children;
  switch (props.state.kind) {
    case "loading":
      return <Loading lines={props.skeletonLines ?? 3} />;
    case "error":
      return <Failed error={props.state.error} retry={props.state.retry} />;
    case "empty":
      return <Empty {...props.empty} />;
    case "stale":
    case "normal":
      return props.children(props.state.data);
  }
}
