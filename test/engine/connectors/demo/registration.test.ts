import { expect, it } from "vitest";
import { createDemo } from "../../../../electron/engine/connectors/demo/connector.ts";
import { DEMO_SEED } from "../../../../electron/engine/connectors/demo/settings.ts";
import { TOOLS } from "../../../../electron/engine/connectors/demo/tools.ts";
import { createRegistry } from "../../../../electron/engine/connectors/registry.ts";

it("stands in the registry like any other kind, and its settings make a form", () => {
  const registry = createRegistry([createDemo()]);
  const [kind] = registry.describeKinds();
  expect(kind).toMatchObject({
    kind: "demo",
    settings: { properties: { tool: { enum: [...TOOLS] } }, required: ["tool"] },
  });
  expect(registry.parseSettings("demo", { tool: "metrics" })).toMatchObject({
    ok: true,
    config: { seed: DEMO_SEED, tool: "metrics", speed: 1 },
  });
  expect(registry.parseSettings("demo", { tool: "abacus" }).ok).toBe(false);
});
