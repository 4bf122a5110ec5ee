import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { shellArguments, shellFolder } from "../../electron/main/arguments.ts";
import { app, system } from "./electron-stand-in.ts";
import { aFreshSystem, folders, itemOf, says, spawned, startedShell, toldOf } from "./started.ts";

vi.mock("electron", () => import("./electron-stand-in.ts"));
aFreshSystem();
afterEach(() => void vi.useRealTimers());

const stateFile = () => path.join(folders.userData, "shell.json");

it("lets the engine put everything away before it ends", async () => {
  const engine = await startedShell();
  app.quit();
  expect(toldOf(engine, "close")).toHaveLength(1);
  expect(system.hasQuit).toBe(false);
  says(engine, { kind: "closed" });
  await vi.waitFor(() => expect(system.hasQuit).toBe(true));
  expect(system.processes).toHaveLength(1);
});

it("ends without an engine that does not answer, after ten seconds", async () => {
  vi.useFakeTimers();
  const engine = await startedShell();
  app.quit();
  await vi.advanceTimersByTimeAsync(9_999);
  expect(system.hasQuit).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect([engine.killed, system.hasQuit]).toEqual([true, true]);
});

it("says why the engine cannot start, and tries again when it is told to", async () => {
  const engine = await startedShell();
  says(engine, { kind: "refused", problem: { code: "shell.folderTaken", params: { folder: "/data", pid: "77" } } });
  await vi.waitFor(() => expect(engine.killed).toBe(true));
  expect(system.dialogs[0]!.detail).toContain("(process 77) already works on /data");
  await vi.waitFor(() => expect(system.processes).toHaveLength(2));
  expect(spawned().told[0]!.message.kind).toBe("start");
});

it("says why an engine that showed what is stored cannot go on, and tries again when it is told to", async () => {
  const engine = await startedShell();
  says(engine, { kind: "running" });
  says(engine, { kind: "refused", problem: { code: "engine.ingestFailed", params: {} } });
  await vi.waitFor(() => expect(system.processes).toHaveLength(2));
  expect([engine.killed, system.dialogs.length]).toEqual([true, 1]);
  expect(spawned().told[0]!.message.kind).toBe("start");
});

it("ends when the operator does not want to try again", async () => {
  system.dialogAnswer = 1;
  const engine = await startedShell();
  says(engine, { kind: "refused", problem: { code: "shell.folderTaken", params: { folder: "/data", pid: "77" } } });
  await vi.waitFor(() => expect(toldOf(engine, "close")).toHaveLength(1));
});

it("ends with its last window, or watches on when that was chosen", async () => {
  const engine = await startedShell();
  itemOf(system.menu, "Keep watching").click!({ checked: true });
  system.windows[0]!.close();
  expect(system.windows[0]!.visible).toBe(false);
  app.emit("window-all-closed");
  expect(toldOf(engine, "close")).toEqual([]);
  system.tray!.emit("click");
  expect(system.windows[0]!.visible).toBe(true);

  itemOf(system.menu, "Keep watching").click!({ checked: false });
  app.emit("window-all-closed");
  expect(toldOf(engine, "close")).toHaveLength(1);
});

it("brings its window to the front when the app is started again", async () => {
  await startedShell();
  system.windows[0]!.close();
  expect(system.windows).toEqual([]);
  app.emit("second-instance");
  expect(system.windows).toHaveLength(1);
});

it("opens the window where it was, unless that display is gone", async () => {
  const bounds = { x: 100, y: 50, width: 1200, height: 800 };
  writeFileSync(stateFile(), JSON.stringify({ desk: { bounds, maximised: true } }));
  await startedShell();
  expect(system.windows[0]).toMatchObject({ bounds, maximised: true });

  system.reset(folders.userData);
  writeFileSync(stateFile(), JSON.stringify({ desk: { bounds: { ...bounds, x: 5000 }, maximised: false } }));
  await startedShell();
  expect(system.windows[0]!.options).not.toHaveProperty("x");
});

it("sets settings aside that it cannot read", async () => {
  writeFileSync(stateFile(), "{ walls");
  await startedShell();
  expect(readFileSync(`${stateFile()}.unreadable`, "utf8")).toBe("{ walls");
});

it("switches the wall for browsers on and off, and remembers it", async () => {
  const engine = await startedShell();
  itemOf(system.menu, "Serve the wall").click!({ checked: true });
  expect(toldOf(engine, "listen")[0]!.message).toEqual({ kind: "listen", on: true });
  expect(JSON.parse(readFileSync(stateFile(), "utf8")).listen).toBe(true);
  const params = { host: "127.0.0.1", port: "7780" };
  const problem = { code: "commandLine.listen.port-in-use", params };
  says(engine, { kind: "listening", wallUrl: null, problem });
  expect(system.dialogs[0]!.detail).toContain("7780");
});

it("reads its own arguments from among those of Chromium", () => {
  const args = ["--no-sandbox", "--data", "store", "--password-store=basic", "--config=a.yaml", "--demo", "--wall"];
  expect(shellArguments(args, "/srv")).toEqual({
    dataFolder: "/srv/store",
    configFile: "/srv/a.yaml",
    demo: true,
    wall: true,
  });
  expect(shellArguments([], "/srv")).toEqual({ dataFolder: null, configFile: null, demo: false, wall: false });
});

it("has one shell for each data folder", () => {
  expect(shellFolder(null, "/home/a/.config/watchfloor")).toBe("/home/a/.config/watchfloor/shell");
  expect(shellFolder("/data", "/home/a/.config/watchfloor")).toBe("/data/shell");
});

it("prepares sandbox, scheme and guards before the app is ready, and ends at once beside another shell", async () => {
  system.isFirst = false;
  await import("../../electron/main/main.ts");
  expect(system.isSandboxed).toBe(true);
  expect(system.schemes.map(({ scheme }) => scheme)).toEqual(["watchfloor"]);
  expect(app.listenerCount("web-contents-created")).toBe(1);
  expect([system.hasQuit, system.processes.length]).toEqual([true, 0]);
});
