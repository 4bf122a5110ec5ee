import { expect, it, vi } from "vitest";
import { patiently } from "../../../renderer/ui/patiently.ts";
import type { ServedPage } from "../../../renderer/ui/servedPage.ts";

const told: string[] = [];

/** Loads a part that does not come so often, while its server has these pages; returns the pauses between. */
async function load(failures: number, pages: ServedPage[]): Promise<number[]> {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  told.length = 0;
  const pauses: number[] = [];
  let left = failures;
  const part = await patiently(
    async () => {
      if (left-- > 0) throw new Error("refused");
      return "the part";
    },
    {
      wait: async (ms) => void pauses.push(ms),
      look: async () => pages.shift()!,
      missing: (_part, page) => void told.push(page),
      came: () => void told.push("came"),
    },
  );
  expect(part).toBe("the part");
  return pauses;
}

it("asks for a part of the page again until it comes", async () => {
  expect(await load(3, ["unreachable", "unreachable"])).toEqual([2000, 2000, 2000]);
});

it("says nothing of a part that comes when it is asked for again", async () => {
  await load(1, []);
  expect(told).toEqual(["came"]);
});

it("looks each time whether the page itself would still come, and says so", async () => {
  await load(4, ["unreachable", "same", "other"]);
  expect(told).toEqual(["unreachable", "same", "other", "came"]);
});
