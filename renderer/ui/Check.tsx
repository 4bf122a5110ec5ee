import type { ReactNode } from "react";
import "./Choice.css";

/** On or off, with an optional figure at the right. */
export function Check({
  on,
  onToggle,
  count,
  children,
}: {
  on: boolean;
  onToggle(): void;
  count?: ReactNode;
  children: ReactNode;
}) {
  return (
    <label className="check">
      <input type="checkbox" checked={on} onChange={onToggle} />
      <span className={`check-box${on ? " on" : ""}`} aria-hidden="true" />
      {children}
      {count !== undefined && <span className="check-count num">{count}</span>}
    </label>
  );
}
