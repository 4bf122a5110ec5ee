import type { FindingFilter } from "../../../shared/contract/findings.ts";
import type { Finding } from "../../../shared/domain/finding.ts";
import { text } from "../../../shared/strings/index.ts";

/** Which findings the list shows. */
export type AnomalyState = FindingFilter["state"];
export const STATES: readonly AnomalyState[] = ["open", "all", "dismissed"];

export type FindingPage = {
  rows: Finding[];
  total: number;
  watched: { series: number; patterns: number; open: number };
};

const ROWS = 300;

/** The question of the list: findings on metrics, of one entity when an address says so. */
export const anomaliesInput = (state: AnomalyState, entityId: string | undefined) => ({
  filter: { state, kind: "metric" as const, ...(entityId === undefined ? {} : { entityId }) },
  limit: ROWS,
});

/** Why the list is empty, and what would fill it. */
export function emptyWords(
  state: AnomalyState,
  watchedSeries: number,
): { title: string; hint: string; leadsToSources: boolean } {
  if (watchedSeries === 0)
    return { title: text("findings.emptyUnwatched"), hint: text("findings.emptyUnwatchedHint"), leadsToSources: true };
  if (state === "dismissed")
    return { title: text("findings.emptyDismissed"), hint: text("findings.emptyDismissedHint"), leadsToSources: false };
  const title = text(state === "open" ? "findings.empty" : "findings.emptyAll");
  return { title, hint: text("findings.emptyHint"), leadsToSources: false };
}
