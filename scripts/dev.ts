/** `npm run dev`: the engine from the sources with the demo estate, and the renderer with hot reload in front of it. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createServer } from "vite";

const ENGINE_PORT = 7781;
const PAGE_PORT = 5173;
const root = path.resolve(import.meta.dirname, "..");
const target = `http://127.0.0.1:${ENGINE_PORT}`;

const folder = mkdtempSync(path.join(tmpdir(), "watchfloor-dev-"));
const configFile = path.join(folder, "watchfloor.yaml");
// The page comes from vite, so the engine has to know its address as one of its own.
writeFileSync(configFile, `listener:\n  port: ${ENGINE_PORT}\n  public: http://localhost:${PAGE_PORT}\n`);

const page = await createServer({
  root: path.join(root, "renderer"),
  configFile: path.join(root, "vite.config.ts"),
  server: {
    port: PAGE_PORT,
    strictPort: true,
    proxy: {
      "^/session$": { target, changeOrigin: true },
      "^/api$": { target, changeOrigin: true, ws: true },
    },
  },
});
await page.listen();

const hasOwnData = process.argv.includes("--data");
const data = hasOwnData ? [] : ["--data", path.join(folder, "data")];
const engine = spawn(
  process.execPath,
  [
    path.join(root, "scripts", "watchfloor.ts"),
    "serve",
    "--demo",
    "--config",
    configFile,
    ...data,
    ...process.argv.slice(2),
  ],
  { stdio: "inherit" },
);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => engine.kill(signal));
engine.on("exit", (code) => {
  void page.close().then(() => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(code ?? 1);
  });
});
