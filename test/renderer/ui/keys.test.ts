import { expect, it } from "vitest";
import { commandOf, winners, type KeyCommand } from "../../../renderer/ui/keys.ts";

const command = (keys: string, label = keys): KeyCommand => ({ keys, label, group: "group", run: () => undefined });

it("finds a single key, and a pair only after its first key", () => {
  const commands = [command("a"), command("g a")];
  expect(commandOf(commands, "a", null)).toEqual({ command: commands[0], begins: false });
  expect(commandOf(commands, "g", null)).toEqual({ command: undefined, begins: true });
  expect(commandOf(commands, "a", "g")).toEqual({ command: commands[1], begins: false });
});

it("does nothing for a key without a command, also as the second of a pair", () => {
  expect(commandOf([command("g a")], "x", "g")).toEqual({ command: undefined, begins: false });
});

it("gives a key to the innermost level, however the levels were registered", () => {
  const layers = [
    { level: "part" as const, commands: [command("n", "part")] },
    { level: "surface" as const, commands: [command("n", "surface"), command("/", "fly to")] },
    {
      level: "everywhere" as const,
      commands: [command("n", "everywhere"), command("/", "palette"), command("?", "help")],
    },
  ];
  expect(winners(layers).map(({ keys, label }) => [keys, label])).toEqual([
    ["n", "part"],
    ["/", "fly to"],
    ["?", "help"],
  ]);
});

it("lets the layer that came last win within a level", () => {
  const layer = (label: string) => ({ level: "surface" as const, commands: [command("j", label)] });
  expect(winners([layer("first"), layer("second")]).map(({ label }) => label)).toEqual(["second"]);
});
