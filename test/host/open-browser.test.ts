import { expect, it } from "vitest";
import { hasDisplay, openerOf } from "../../electron/host/open-browser.ts";

const there = (): boolean => true;

it("opens the browser with each system's own command", () => {
  expect(openerOf({ platform: "darwin", environment: {} }, there)).toEqual(["open"]);
  expect(openerOf({ platform: "win32", environment: {} }, there)).toEqual(["rundll32", "url.dll,FileProtocolHandler"]);
  expect(openerOf({ platform: "linux", environment: { DISPLAY: ":0", PATH: "/usr/bin" } }, there)).toEqual([
    "xdg-open",
  ]);
});

it("opens nothing without a display or without the command", () => {
  expect(openerOf({ platform: "linux", environment: { PATH: "/usr/bin" } }, there)).toBeUndefined();
  expect(
    openerOf({ platform: "linux", environment: { WAYLAND_DISPLAY: "w", PATH: "/usr/bin" } }, () => false),
  ).toBeUndefined();
  expect(hasDisplay({ platform: "linux", environment: { DISPLAY: "" } })).toBe(false);
});
