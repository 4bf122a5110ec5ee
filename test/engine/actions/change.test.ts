import { afterEach, beforeEach, expect, it } from "vitest";
import { listChanges } from "../../../electron/engine/store/read-changes.ts";
import { listAudit } from "../../../electron/engine/store/read-audit.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { IngestBench, NOW } from "../../builders/ingest.ts";

let bench: IngestBench;
beforeEach(() => (bench = new IngestBench()));
afterEach(() => bench.close());

const changes = () => listChanges(bench.db, [DEFAULT_SCOPE], { offset: 0, limit: 10 }).rows;

it("masks everything that a deployment script writes, its own id included, and knows the id again", async () => {
  const input = {
    id: "deploy jane.doe@example.com",
    entity: "mailbox jane.doe@example.com",
    summary: "rollout by jane.doe@example.com",
    detail: "call jane.doe@example.com",
    by: "jane.doe@example.com",
  };
  const first = await bench.command("addChange", input);
  const again = await bench.command("addChange", input, NOW + 5);
  expect(again).toEqual({ ...first, newEntity: false });
  expect(changes()).toHaveLength(1);
  const page = { offset: 0, limit: 10 };
  const seen = JSON.stringify([first, changes(), listAudit(bench.db, [DEFAULT_SCOPE], page)]);
  expect(seen).not.toContain("jane.doe");
});

it("puts a time in seconds right, as for any source", async () => {
  await bench.command("addChange", { entity: "checkout", summary: "v2", at: NOW / 1000 });
  expect(changes()).toMatchObject([{ at: NOW }]);
});
