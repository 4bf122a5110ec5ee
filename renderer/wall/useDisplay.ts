import { useEffect, useState } from "react";
import { setZone, useKeys, usePreferences } from "../ui/index.ts";
import { text } from "../../shared/strings/index.ts";
import { layoutFor, rememberLayout, wordsOf, type DisplayLayout } from "./displayLayout.ts";

const THEME_AFTER = { dark: "light", light: "contrast", contrast: "dark" } as const;

/** This display's layout, by its name in the address. The desk's own theme and zone come back when the wall is left. */
export function useDisplay(): DisplayLayout {
  const [{ display, ...layout }, setLayout] = useState(() => layoutFor(localStorage, wordsOf(location)));
  const desk = usePreferences();
  const change = (part: Partial<DisplayLayout>): void => {
    const next = { ...layout, ...part };
    rememberLayout(localStorage, display, next);
    setLayout({ ...next, display });
  };
  useEffect(() => {
    document.documentElement.dataset.theme = layout.theme;
    setZone(layout.zone);
    return () => {
      document.documentElement.dataset.theme = desk.theme;
      setZone(desk.zone);
    };
  }, [layout.theme, layout.zone, desk]);
  const group = text("wall.title");
  useKeys([
    { keys: "T", label: text("keys.theme"), group, run: () => change({ theme: THEME_AFTER[layout.theme] }) },
    {
      keys: "z",
      label: text("keys.zone"),
      group,
      run: () => change({ zone: layout.zone === "utc" ? "local" : "utc" }),
    },
    { keys: "s", label: text("wall.matrix"), group, run: () => change({ side: !layout.side }) },
  ]);
  return layout;
}
