import { useSyncExternalStore } from "react";

export type Theme = "dark" | "light" | "contrast";

/** Reads a custom property: `token("critical-edge")` is the colour of `--critical-edge` in the theme that holds now. */
export type TokenReader = (name: string) => string;

/** A reader for what canvas draws. `var()` inside a property is resolved by the browser. */
export function readTokens(element: Element = document.documentElement): TokenReader {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

const themeOf = (): Theme => (document.documentElement.dataset.theme as Theme | undefined) ?? "dark";

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

/** The theme on the document; canvas drawings read their tokens again when it changes. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, themeOf);
