import { expect, it } from "vitest";
import { CLEAR_AFTER_MS, Obstacle } from "../../../electron/engine/ingest/obstacle.ts";
import type { Message } from "../../../shared/domain/message.ts";

const full: Message = { code: "store.full", params: { file: "a" } };

it("is told once, stays while it comes back between transactions that are stored, and is over ten seconds after the last", () => {
  let now = 0;
  const told: (string | null)[] = [];
  const obstacle = new Obstacle(
    () => now,
    (message) => told.push(message?.code ?? null),
  );
  obstacle.look();
  for (; now < 60_000; now += 5_000) {
    obstacle.meet(full);
    obstacle.stored();
    obstacle.look();
  }
  expect(told).toEqual(["store.full"]);
  obstacle.meet(full);
  now += CLEAR_AFTER_MS;
  obstacle.look();
  expect(told).toEqual(["store.full"]);
  obstacle.stored();
  obstacle.look();
  obstacle.look();
  expect(told).toEqual(["store.full", null]);
  obstacle.meet({ code: "store.read-only", params: {} });
  expect(told).toEqual(["store.full", null, "store.read-only"]);
});
