import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { app, type BrowserWindow, screen, system } from "./electron-stand-in.ts";
import { aFreshSystem, asksForPort, folders, itemOf, startedShell, toldOf } from "./started.ts";

vi.mock("electron", () => import("./electron-stand-in.ts"));
aFreshSystem();
afterEach(() => void vi.useRealTimers());

const right = { x: 1920, y: 0, width: 3840, height: 2160 };
const secondDisplay = { id: 2, label: "Floor", bounds: right, workArea: right };
const walls = (): BrowserWindow[] => system.windows.filter(({ options }) => options.kiosk === true);
const remembered = () => JSON.parse(readFileSync(path.join(folders.userData, "shell.json"), "utf8"));

/** A shell that shows the wall on the second display. */
async function withWall() {
  system.displays.push(secondDisplay);
  const engine = await startedShell();
  itemOf(system.menu, "Wall on Floor").click!({ checked: true });
  return engine;
}

it("opens a wall on the chosen display, over all of it and without a frame", async () => {
  await withWall();
  expect(walls()).toHaveLength(1);
  expect(walls()[0]!.options).toMatchObject({ ...right, frame: false, kiosk: true });
  expect(walls()[0]!.loads).toEqual(["watchfloor://app/#/wall?display=2"]);
  expect(itemOf(system.tray!.menu, "Wall on Floor").checked).toBe(true);
});

it("gives a wall a port that may only read", async () => {
  const engine = await withWall();
  await asksForPort(walls()[0]!.webContents);
  expect(toldOf(engine, "window").map(({ message }) => message)).toEqual([{ kind: "window", role: "wall" }]);
});

it("remembers its displays from start to start, and can start without a desk", async () => {
  await withWall();
  system.reset(folders.userData);
  system.displays.push(secondDisplay);
  await startedShell({ wall: true });
  expect(system.windows.map(({ options }) => options.kiosk)).toEqual([true]);
});

it("shows the desk where no wall was ever opened, so that there is a window to choose from", async () => {
  await startedShell({ wall: true });
  expect(system.windows.map(({ options }) => options.kiosk)).toEqual([undefined]);
});

it("closes with its display and is back with it", async () => {
  await withWall();
  system.displays = system.displays.filter(({ id }) => id !== 2);
  screen.emit("display-removed", {}, secondDisplay);
  expect(walls()).toEqual([]);
  expect(remembered().walls).toEqual([2]);
  system.displays.push(secondDisplay);
  screen.emit("display-added", {}, secondDisplay);
  expect(walls()).toHaveLength(1);
});

it("follows its display when that is turned or moved", async () => {
  await withWall();
  const turned = { x: 1920, y: 0, width: 2160, height: 3840 };
  screen.emit("display-metrics-changed", {}, { id: 2, bounds: turned });
  expect(walls()[0]!.bounds).toEqual(turned);
});

it("is forgotten when a person closes it, and kept when the app ends", async () => {
  const engine = await withWall();
  app.quit();
  engine.emit("message", { kind: "closed" });
  await vi.waitFor(() => expect(system.hasQuit).toBe(true));
  expect(remembered().walls).toEqual([2]);

  system.reset(folders.userData);
  system.displays.push(secondDisplay);
  await startedShell();
  walls()[0]!.close();
  expect(walls()).toEqual([]);
  expect(remembered().walls).toEqual([]);
});

it("keeps displays awake while there is a wall, and no longer", async () => {
  await withWall();
  expect(system.blockers.size).toBe(1);
  itemOf(system.menu, "Wall on Floor").click!({ checked: false });
  expect(system.blockers.size).toBe(0);
});

it("loads a wall again whose page died, or did not answer for fifteen seconds", async () => {
  vi.useFakeTimers();
  await withWall();
  const [wall] = walls();
  wall!.webContents.emit("render-process-gone", {}, { reason: "crashed" });
  vi.advanceTimersByTime(2000);
  expect(wall!.reloads).toBe(1);
  wall!.emit("unresponsive");
  vi.advanceTimersByTime(14_999);
  wall!.emit("responsive");
  vi.advanceTimersByTime(60_000);
  expect(wall!.reloads).toBe(1);
  wall!.emit("unresponsive");
  vi.advanceTimersByTime(15_000);
  expect(wall!.reloads).toBe(2);
});
