import { createTheme } from "@mantine/core";

/** Colours come from the tokens; this keeps Mantine square, dense and still. */
export const mantineTheme = createTheme({
  primaryColor: "dark",
  defaultRadius: 2,
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: "var(--font-sans)",
  fontFamilyMonospace: "var(--font-mono)",
  focusRing: "auto",
});

/** The nonce that the host put into the page for its content security policy; empty without one. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
