import { afterEach, beforeEach, expect, it } from "vitest";
import { createRouter } from "../../../electron/engine/api/router.ts";
import { aCaller, anAccess } from "../../builders/engineAccess.ts";
import { DEFAULT, Estate, NIGHT, scope } from "../../builders/estate.ts";
import { type Connected, transports } from "./transports.ts";

let estate: Estate;
let connected: Connected | undefined;
beforeEach(() => void (estate = new Estate()));
afterEach(async () => {
  await connected?.close();
  estate.close();
});

/** The call to end the test that runs, of a rule in `running`. */
async function cancelling(running: typeof DEFAULT) {
  let cancelled = 0;
  const about = { ruleId: "quiet", scope: running, startedAt: NIGHT, share: 0 };
  const tester = { running: about, run: () => undefined, cancel: () => ++cancelled > 0 };
  const access = anAccess(estate, { tester });
  const [transport] = Object.values(transports);
  connected = await transport!(
    createRouter(access, () => undefined),
    aCaller(),
  );
  const answer = await connected.client.rules.cancelTest().catch((error: unknown) => error);
  return { answer, cancelled, sent: access.sent };
}

it("a test in the caller's scope is cancelled", async () => {
  expect(await cancelling(DEFAULT)).toMatchObject({ answer: { cancelled: true }, cancelled: 1, sent: [] });
});

it("a test in a scope of others goes on, and the attempt is recorded", async () => {
  const { answer, cancelled, sent } = await cancelling(scope("other"));
  expect(answer).toBeInstanceOf(Error);
  expect(cancelled).toBe(0);
  expect(sent).toMatchObject([{ name: "recordDenial", input: { action: "rules.cancelTest", target: "quiet" } }]);
});
