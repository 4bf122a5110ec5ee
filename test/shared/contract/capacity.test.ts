import { expect, it } from "vitest";
import { capacity } from "../../../shared/contract/capacity.ts";

it("the limits of an entity are asked for by a name of at most 64 characters", async () => {
  const schema = capacity.list["~orpc"].inputSchema!;
  const isTaken = async (entityId: string): Promise<boolean> =>
    (await schema["~standard"].validate({ entityId })).issues === undefined;
  expect(await Promise.all([isTaken("e".repeat(64)), isTaken("e".repeat(65)), isTaken("")])).toEqual([
    true,
    false,
    false,
  ]);
});
