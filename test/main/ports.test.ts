import { afterEach, expect, it, vi } from "vitest";
import { powerMonitor, StandInFrame, system } from "./electron-stand-in.ts";
import { aFreshSystem, asksForPort, spawned, startedShell, toldOf } from "./started.ts";

vi.mock("electron", () => import("./electron-stand-in.ts"));
aFreshSystem();
afterEach(() => void vi.useRealTimers());

const desk = () => system.windows[0]!.webContents;

it("joins the desk's window to the engine: one end of a channel each", async () => {
  const engine = await startedShell();
  await asksForPort(desk());
  const [told] = toldOf(engine, "window");
  expect(told!.message).toEqual({ kind: "window", role: "desk" });
  const [received] = desk().mainFrame.received;
  expect(received!.channel).toBe("engine:port");
  expect(received!.ports[0]!.channel).toBe(told!.ports[0]!.channel);
});

it.each([
  ["another site", (frame: StandInFrame) => (frame.url = "https://elsewhere.example/")],
  ["a name that only begins like ours", (frame: StandInFrame) => (frame.url = "watchfloor://app.elsewhere.example/")],
  ["a frame inside our page", (frame: StandInFrame) => (frame.parent = new StandInFrame("watchfloor://app/"))],
])("refuses a port to %s", async (_name, change) => {
  const engine = await startedShell();
  const frame = new StandInFrame("watchfloor://app/");
  change(frame);
  await asksForPort(desk(), frame);
  await asksForPort(desk(), null as never);
  expect(toldOf(engine, "window")).toEqual([]);
  expect(frame.received).toEqual([]);
});

it("refuses a port to a page that is in none of its windows", async () => {
  const engine = await startedShell();
  await asksForPort({ mainFrame: new StandInFrame("watchfloor://app/") });
  expect(toldOf(engine, "window")).toEqual([]);
});

it("hands a port over only once the engine runs", async () => {
  const { startShell } = await import("../../electron/main/shell.ts");
  const { folders } = await import("./started.ts");
  await startShell({ dataFolder: "/data", configFile: null, demo: true, wall: false }, folders.built);
  await asksForPort(desk());
  expect(desk().mainFrame.received).toEqual([]);
  const engine = spawned();
  expect(engine.told.map(({ message }) => message.kind)).toEqual(["start", "window"]);
  expect(engine.told[0]!.message).toMatchObject({
    arguments: { dataFolder: "/data", configFile: null, demo: true },
    listen: false,
  });
  expect(desk().mainFrame.received).toHaveLength(1);
});

it("starts the engine again when it ended, and hands the window a new port", async () => {
  vi.useFakeTimers();
  const first = await startedShell();
  await asksForPort(desk());
  first.emit("exit", 139);
  await asksForPort(desk());
  await asksForPort(desk());
  expect(desk().mainFrame.received).toHaveLength(1);
  vi.advanceTimersByTime(500);
  const second = spawned();
  expect(second).not.toBe(first);
  expect(second.told.map(({ message }) => message.kind)).toEqual(["start", "window"]);
  expect(desk().mainFrame.received).toHaveLength(2);
});

it("waits longer after each end in a row, up to half a minute, and tells the operator after the third", async () => {
  vi.useFakeTimers();
  await startedShell();
  const pauses: number[] = [];
  for (let end = 1; end <= 8; end += 1) {
    const before = system.processes.length;
    system.processes.at(-1)!.emit("exit", 1);
    let waited = 0;
    for (; system.processes.length === before; waited += 500) vi.advanceTimersByTime(500);
    pauses.push(waited);
    expect(system.dialogs.length).toBe(end < 3 ? 0 : 1);
  }
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

it("begins with the short pause again after an engine that worked for a minute", async () => {
  vi.useFakeTimers();
  await startedShell();
  for (const _ of [1, 2, 3]) {
    vi.advanceTimersByTime(60_000);
    system.processes.at(-1)!.emit("exit", 1);
    const before = system.processes.length;
    vi.advanceTimersByTime(500);
    expect(system.processes.length).toBe(before + 1);
  }
  expect(system.dialogs).toEqual([]);
});

it("does not hand a port to a window that is gone meanwhile", async () => {
  vi.useFakeTimers();
  const first = await startedShell();
  first.emit("exit", 1);
  await asksForPort(desk());
  desk().mainFrame.gone = true;
  vi.advanceTimersByTime(500);
  expect(toldOf(spawned(), "window")).toEqual([]);
});

it("tells the engine that the machine woke", async () => {
  const engine = await startedShell();
  powerMonitor.emit("resume");
  expect(toldOf(engine, "woke")).toHaveLength(1);
});
