import { createTheme, MantineProvider } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactNode } from "react";
import { usePreferences } from "./preferences.ts";

/** Colours come from the tokens; this keeps Mantine square, dense and still. */
const theme = createTheme({
  primaryColor: "dark",
  defaultRadius: 2,
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: "var(--font-sans)",
  fontFamilyMonospace: "var(--font-mono)",
  focusRing: "auto",
});

/** The nonce that the host put into the page for its content security policy; empty without one. */
const styleNonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

/** Stands around whatever Mantine draws. Only what is loaded when asked for may do so: the first screen needs none of it. */
export function MantineFrame({ children }: { children: ReactNode }) {
  const { theme: chosen } = usePreferences();
  return (
    <MantineProvider theme={theme} forceColorScheme={chosen === "light" ? "light" : "dark"} getStyleNonce={styleNonce}>
      {children}
    </MantineProvider>
  );
}
