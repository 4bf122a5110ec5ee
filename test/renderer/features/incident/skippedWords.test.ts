import { expect, it } from "vitest";
import { skippedWords } from "../../../../renderer/features/incident/skippedWords.ts";

it("says by reason how many alerts an action left out", () => {
  const reasons = ["outbox.skipped.already", "outbox.skipped.tooMany", "outbox.skipped.tooMany"];
  expect(skippedWords(reasons.map((reason) => ({ reason })))).toBe(
    "1 left out: already acknowledged. 2 left out: more than 500 at once",
  );
  expect(skippedWords([])).toBe("");
});
