import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Relative base: the bundle is served by the host, by the shell's own scheme, and from any sub-path behind a proxy. */
export default defineConfig({
  root: "renderer",
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../dist/renderer",
    emptyOutDir: true,
    target: "chrome140",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
