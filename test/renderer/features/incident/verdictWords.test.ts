import { expect, it } from "vitest";
import { nextToTakeBack, refutable } from "../../../../renderer/features/incident/verdictWords.ts";
import type { EntityId } from "../../../../shared/domain/entity.ts";
import { NOT_ACKNOWLEDGED } from "../../../../shared/domain/outbox.ts";
import type { StandingVerdict } from "../../../../shared/domain/verdict.ts";
import { aCause } from "../../../builders/incident.ts";
import { aMerge, aNotCause } from "../../../builders/verdict.ts";

const stands = (verdict: StandingVerdict["verdict"], at = 1_000): StandingVerdict => ({
  id: `v${at}`,
  at,
  by: "Ada",
  verdict,
});

it("rules out the likeliest entity that nobody has ruled out, never what is unknown", () => {
  const unknown = aCause({ kind: "unknown", entityId: null, entityName: null });
  const [db, web] = [aCause(), aCause({ entityId: "web" as EntityId, rank: 2 })];
  expect(refutable({ causes: [unknown, db, web], verdicts: [] })).toBe(db);
  expect(refutable({ causes: [db, web], verdicts: [stands(aNotCause("INC-AAAA", "orders-db"))] })).toBe(web);
  expect(refutable({ causes: [unknown], verdicts: [] })).toBeUndefined();
});

it("takes back the newest verdict, unless the acknowledgement came after it", () => {
  const verdicts = [stands(aMerge("INC-AAAA", "INC-BBBB"), 2_000), stands(aNotCause("INC-AAAA", "x"), 1_000)];
  const acknowledged = (at: number) => ({ state: "confirmed" as const, by: "Ada", at, until: null });
  expect(nextToTakeBack({ verdicts, acknowledgement: NOT_ACKNOWLEDGED })?.id).toBe("v2000");
  expect(nextToTakeBack({ verdicts, acknowledgement: acknowledged(2_000) })?.id).toBe("v2000");
  expect(nextToTakeBack({ verdicts, acknowledgement: acknowledged(2_001) })).toBeUndefined();
  expect(nextToTakeBack({ verdicts: [], acknowledgement: NOT_ACKNOWLEDGED })).toBeUndefined();
});
