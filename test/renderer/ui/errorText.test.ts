import { expect, it } from "vitest";
import { errorText } from "../../../renderer/ui/errorText.ts";

it("prefers the engine's reason, then the meaning of its code, then the error's own words", () => {
  const reason = { code: "outbox.failed", params: {} };
  expect(errorText({ code: "CONFLICT", data: { reason } })).toBe("That did not work");
  expect(errorText(Object.assign(new Error("raw"), { code: "NOT_FOUND" }))).toBe(
    "There is no such thing, or it is not in your scopes.",
  );
  expect(errorText(Object.assign(new Error("raw"), { code: "OTHER" }))).toBe("raw");
  expect(errorText("thrown by mistake")).toBe("The engine gave no reason.");
});
