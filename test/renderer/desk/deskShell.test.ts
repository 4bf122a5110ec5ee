import { expect, it } from "vitest";
import { formatBytes } from "../../../renderer/desk/bytes.ts";
import { commandsLike } from "../../../renderer/desk/paletteCommands.ts";
import { stripOf } from "../../../renderer/desk/sourceStripOrder.ts";
import { aSource } from "../../builders/source.ts";

it("always shows stale sources, last, and leaves out live ones when there is no room", () => {
  const sources = [
    aSource({ id: "a", state: "stale" }),
    aSource({ id: "b" }),
    aSource({ id: "c" }),
    aSource({ id: "d" }),
  ];
  expect(stripOf(sources, 3)).toMatchObject({ shown: [{ id: "b" }, { id: "c" }, { id: "a" }], hidden: 1 });
  expect(stripOf([aSource({ state: "stale" }), aSource({ state: "stale" })], 1)).toMatchObject({ hidden: 0 });
});

it("finds a command by any words of its label or heading", () => {
  const command = (label: string, group: string) => ({ keys: label, label, group, run: () => undefined });
  const commands = [command("Alerts", "Go to"), command("Add note", "Incident")];
  expect(commandsLike(commands, "go AL").map(({ label }) => label)).toEqual(["Alerts"]);
  expect(commandsLike(commands, "  ")).toHaveLength(2);
});

it("lists a command that has several keys once, and begins it with a capital", () => {
  const command = (keys: string) => ({ keys, label: "next incident", group: "Incident", run: () => undefined });
  expect(commandsLike([command("j"), command("ArrowDown")], "")).toMatchObject([{ keys: "j", label: "Next incident" }]);
});

it("writes sizes with at most three figures", () => {
  expect([0, 999, 1_000, 9_940, 214_000_000, 4_900_000_000].map(formatBytes)).toEqual([
    "0 B",
    "999 B",
    "1.0 kB",
    "9.9 kB",
    "214 MB",
    "4.9 GB",
  ]);
});
