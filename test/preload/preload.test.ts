import { afterEach, beforeEach, expect, it, vi } from "vitest";

const shell = vi.hoisted(() => ({
  exposed: {} as Record<string, Record<string, () => void>>,
  sent: [] as string[],
  heard: new Map<string, (event: { ports: object[] }) => void>(),
}));

vi.mock("electron", () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, value: Record<string, () => void>) => void (shell.exposed[name] = value),
  },
  ipcRenderer: {
    on: (channel: string, listener: (event: { ports: object[] }) => void) => void shell.heard.set(channel, listener),
    send: (...values: string[]) => void shell.sent.push(...values),
  },
}));

const postMessage = vi.fn();
beforeEach(async () => {
  vi.stubGlobal("window", { postMessage });
  await import("../../electron/preload/preload.ts");
});
afterEach(() => vi.unstubAllGlobals());

it("gives the page one thing: to ask for a port", () => {
  expect(Object.keys(shell.exposed)).toEqual(["watchfloor"]);
  expect(Object.keys(shell.exposed.watchfloor!)).toEqual(["requestPort"]);
  shell.exposed.watchfloor!.requestPort!();
  expect(shell.sent).toEqual(["engine:connect"]);
});

it("hands a port to the program's own page alone", () => {
  const port = {};
  expect([...shell.heard.keys()]).toEqual(["engine:port"]);
  shell.heard.get("engine:port")!({ ports: [port] });
  expect(postMessage).toHaveBeenCalledExactlyOnceWith({ kind: "watchfloor:port" }, "watchfloor://app", [port]);
});
