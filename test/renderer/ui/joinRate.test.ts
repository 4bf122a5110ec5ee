import { expect, it } from "vitest";
import { joinRate } from "../../../renderer/ui/joinRate.ts";

it("says how fast alerts join: by the minute, slow ones by the hour, falling with a true minus", () => {
  expect([joinRate(64), joinRate(0), joinRate(0.02), joinRate(-2)]).toEqual(["+64 /min", "0 /min", "+1 /h", "−2 /min"]);
});
