import { SourceConfig } from "../../../../shared/domain/source.ts";
import { text } from "../../../../shared/strings/index.ts";
import { clockFor } from "./clock.ts";
import { TOOLS } from "./tools.ts";

/**
 * The sources of a demo that is looked at from `now` (epoch ms) on, one for each tool. Store them with the demo's data: the
 * same `startedAt` goes on with the same story, a new one begins it again.
 */
export function demoSources(seed: number, now: number): SourceConfig[] {
  const { startedAt } = clockFor(now);
  return TOOLS.map((tool) =>
    SourceConfig.parse({
      id: `demo-${tool}`,
      kind: "demo",
      name: text(`demo.${tool}`),
      settings: { seed, tool, startedAt },
    }),
  );
}
