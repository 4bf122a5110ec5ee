import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** The window's code loads beside the small script that opens the way to the engine and then asks for it. */
const preloadWindow: Plugin = {
  name: "preload-window",
  transformIndexHtml: {
    order: "post",
    handler: (_html, { bundle = {}, chunk }) => {
      const window = chunk?.dynamicImports.map((file) => bundle[file]).find((found) => found?.type === "chunk");
      if (window?.type !== "chunk") return [];
      return [window.fileName, ...window.imports].map((file) => ({
        tag: "link",
        attrs: { rel: "modulepreload", crossorigin: true, href: `./${file}` },
        injectTo: "head",
      }));
    },
  },
};

/** Relative base: the bundle is served by the host, by the shell's own scheme, and from any sub-path behind a proxy. */
export default defineConfig({
  root: "renderer",
  base: "./",
  plugins: [react(), preloadWindow],
  build: {
    outDir: "../dist/renderer",
    emptyOutDir: true,
    target: "chrome140",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
