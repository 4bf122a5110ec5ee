import type { ReactNode } from "react";
import "./Chip.css";

/** A filter that is on or off. */
export function Chip({ on, onToggle, children }: { on: boolean; onToggle(): void; children: ReactNode }) {
  return (
    <button type="button" className={`chip${on ? " on" : ""}`} aria-pressed={on} onClick={onToggle}>
      {children}
    </button>
  );
}

/** A short word about a thing. `stale` is the only tag with a hue. */
export function Tag({ look = "plain", children }: { look?: "plain" | "solid" | "stale"; children: ReactNode }) {
  return <span className={`tag ${look}`}>{children}</span>;
}
