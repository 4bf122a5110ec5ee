import type { ChangeReport } from "../../../../shared/domain/event.ts";
import { toReal } from "./clock.ts";
import type { View } from "./alertReports.ts";
import { hintIn } from "./tools.ts";

/** Deployments that began between two moments, as the deployments tool knows them at the later one; the other tools know of none. */
export function changesBetween({ simulation, tool, clock }: View, from: number, to: number): ChangeReport[] {
  if (tool !== "deployments") return [];
  return simulation.deploymentsBetween(from, to).map(({ id, entity, summary, detail, by, at, endedAt }) => ({
    kind: "change",
    id,
    entity: [hintIn("deployments", entity)],
    summary,
    detail,
    by,
    at: toReal(clock, at),
    ...(endedAt <= to && { endedAt: toReal(clock, endedAt) }),
  }));
}
