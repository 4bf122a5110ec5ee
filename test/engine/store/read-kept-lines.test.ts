import { afterEach, beforeEach, expect, it } from "vitest";
import { keptLines } from "../../../electron/engine/store/read-kept-lines.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import { DEFAULT, Estate, NIGHT, scope } from "../../builders/estate.ts";

let estate: Estate;
beforeEach(() => {
  estate = new Estate();
  estate.source("am");
  estate.entity("shop");
});
afterEach(() => estate.close());

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    at: NIGHT + index,
    entityId: "shop" as EntityId,
    text: `line ${index}.`,
  }));
const asked = (position: number, text: string, scopes = [DEFAULT]) => keptLines(estate.db, scopes, { position, text });

it("shows the lines around one, with whose they are", () => {
  const position = estate.log({ kind: "lines", lines: lines(200) });
  const kept = asked(position, "line 100.")!;
  expect(kept).toMatchObject({ total: 200, receivedAt: NIGHT });
  expect(kept.lines).toHaveLength(81);
  expect(kept.lines[0]!.text).toBe("line 60.");
  expect(kept.lines.filter(({ wanted }) => wanted)).toEqual([
    { at: NIGHT + 100, entityId: "shop", entityName: "shop", text: "line 100.", wanted: true },
  ]);
});

it("shows the beginning when none has that text", () => {
  const position = estate.log({ kind: "lines", lines: lines(3) });
  expect(asked(position, "another")!.lines.map(({ text, wanted }) => [text, wanted])).toEqual([
    ["line 0.", false],
    ["line 1.", false],
    ["line 2.", false],
  ]);
});

it("knows nothing of another entry, of another scope, or of what is gone", () => {
  const position = estate.log({ kind: "lines", lines: lines(1) });
  const tick = estate.log({ kind: "tick" });
  expect(asked(tick, "line 0.")).toBeUndefined();
  expect(asked(position, "line 0.", [scope("bank")])).toBeUndefined();
  expect(asked(tick + 1, "line 0.")).toBeUndefined();
});
