import { expect, it } from "vitest";
import type { Command } from "../../electron/host/command.ts";
import { readInput, wholeNumber } from "../../electron/host/usage.ts";

const command: Command = {
  name: "try",
  summary: "commandLine.serveSummary",
  operands: [
    { placeholder: "WHAT", choices: ["a", "b"] },
    { placeholder: "ID", optional: true },
  ],
  options: [
    { name: "port", placeholder: "N", help: "commandLine.optionPort" },
    { name: "open", help: "commandLine.optionOpen" },
    { name: "summary", placeholder: "TEXT", help: "commandLine.optionSummary", required: true },
  ],
  run: async () => 0,
};

it("reads options and operands in any order", () => {
  const input = readInput(command, ["--open", "a", "--summary", "two words", "--port=0", "id"]);
  expect(input.operands).toEqual(["a", "id"]);
  expect([input.value("port"), input.value("summary"), input.has("open"), input.has("other")]).toEqual([
    "0",
    "two words",
    true,
    false,
  ]);
});

it.each([
  [["a"], "--summary is missing."],
  [["--summary", "x"], "Say which: a|b."],
  [["c", "--summary", "x"], "c is not possible here. Possible: a, b."],
  [["a", "id", "more", "--summary", "x"], "more is one word too many; put values with spaces in quotes."],
  [["a", "--sumary", "x"], "There is no option --sumary. Did you mean --summary?"],
  [["a", "-x"], "There is no option -x."],
  [["a", "--summary"], "--summary needs a value: --summary TEXT."],
  [["a", "--summary", "--open"], "--summary needs a value: --summary TEXT."],
  [["a", "--open=yes", "--summary", "x"], "--open takes no value."],
])("explains %j", (args, message) => {
  expect(() => readInput(command, args)).toThrow(message);
});

it("takes whole numbers within bounds, both ends included", () => {
  expect([wholeNumber("port", "0", 0, 65_535), wholeNumber("port", "65535", 0, 65_535)]).toEqual([0, 65_535]);
  for (const wrong of ["65536", "-1", "1.5", "1e3", "", " 1", "0x10"]) {
    expect(() => wholeNumber("port", wrong, 0, 65_535)).toThrow("--port takes a whole number from 0 to 65535");
  }
});
