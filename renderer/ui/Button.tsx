import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Kbd } from "./Kbd.tsx";
import "./Button.css";

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  /** `primary` is the one next action of a surface, `quiet` has no edge. */
  look?: "plain" | "primary" | "quiet";
  /** The key that does the same; shown, and told to screen readers. */
  keys?: string;
  children: ReactNode;
};

/** A control of 28 px. */
export function Button({ look = "plain", keys, className = "", children, ...rest }: ButtonProps) {
  const shortcut = keys === undefined ? {} : { "aria-keyshortcuts": keys.replace("Ctrl", "Control") };
  return (
    <button type="button" className={`btn ${look} ${className}`} {...shortcut} {...rest}>
      {children}
      {keys !== undefined && <Kbd>{keys}</Kbd>}
    </button>
  );
}
