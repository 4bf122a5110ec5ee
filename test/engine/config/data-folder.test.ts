import { expect, it } from "vitest";
import { defaultDataFolder, engineFolder } from "../../../electron/engine/config/data-folder.ts";

it("uses the place that each system keeps for data", () => {
  expect(defaultDataFolder({}, "linux", "/home/ada")).toBe("/home/ada/.local/share/watchfloor");
  expect(defaultDataFolder({ XDG_DATA_HOME: "/data" }, "linux", "/home/ada")).toBe("/data/watchfloor");
  expect(defaultDataFolder({ XDG_DATA_HOME: "relative" }, "linux", "/home/ada")).toBe(
    "/home/ada/.local/share/watchfloor",
  );
  expect(defaultDataFolder({}, "darwin", "/Users/ada")).toBe("/Users/ada/Library/Application Support/Watchfloor");
  expect(defaultDataFolder({ LOCALAPPDATA: "C:\\Users\\ada\\AppData\\Local" }, "win32", "C:\\Users\\ada")).toBe(
    "C:\\Users\\ada\\AppData\\Local\\Watchfloor",
  );
});

it("keeps the demo in a folder of its own", () => {
  expect(engineFolder("/data", false)).toBe("/data");
  expect(engineFolder("/data", true)).not.toBe("/data");
});
