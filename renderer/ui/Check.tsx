import type { ReactNode } from "react";
import "./Choice.css";

/** On or off, with an optional figure at the right. */
export function Check({
  on,
  onToggle,
  count,
  first = false,
  children,
}: {
  on: boolean;
  onToggle(): void;
  count?: ReactNode;
  /** In a dialog: where typing begins. */
  first?: boolean;
  children: ReactNode;
}) {
  return (
    <label className="check">
      <input type="checkbox" checked={on} onChange={onToggle} data-autofocus={first || undefined} />
      <span className={`check-box${on ? " on" : ""}`} aria-hidden="true" />
      {children}
      {count !== undefined && <span className="check-count num">{count}</span>}
    </label>
  );
}
