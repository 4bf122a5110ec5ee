import { expect, it, vi } from "vitest";
import { patiently } from "../../../renderer/ui/patiently.ts";

it("asks for a part of the page again until it comes", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const answers = [new Error("refused"), new Error("refused"), "the part"];
  const load = async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const pauses: number[] = [];
  expect(await patiently(load, async (ms) => void pauses.push(ms))).toBe("the part");
  expect(pauses).toEqual([2000, 2000]);
});
