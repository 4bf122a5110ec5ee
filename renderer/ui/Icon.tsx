import { ICON_PATHS, type IconName } from "./iconPaths.ts";
import "./Icon.css";

/** A line icon of 16 px; always beside words, so screen readers skip it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      <path d={ICON_PATHS[name]} />
    </svg>
  );
}
