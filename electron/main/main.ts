import { mkdirSync } from "node:fs";
import path from "node:path";
import { app } from "electron";
import { shellArguments, shellFolder } from "./arguments.ts";
import { guardPages } from "./guards.ts";
import { registerScheme } from "./scheme.ts";
import { startShell } from "./shell.ts";

/** `dist`, with this bundle in `electron/`. */
const built = path.join(import.meta.dirname, "..");

const given = shellArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());
const folder = shellFolder(given.dataFolder, app.getPath("userData"));
mkdirSync(folder, { recursive: true, mode: 0o700 });
app.setPath("userData", folder);
// Windows shows notifications only of programs that it can name; the same name as in `electron-builder.yml`.
app.setAppUserModelId("io.watchfloor.desktop");
app.enableSandbox();
registerScheme();
guardPages();

// The shell that is already there comes to the front instead.
if (app.requestSingleInstanceLock()) void app.whenReady().then(() => startShell(given, built));
else app.quit();
