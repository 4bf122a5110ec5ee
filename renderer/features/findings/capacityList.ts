import type { CapacityRow } from "../../../shared/contract/capacity.ts";
import type { Finding } from "../../../shared/domain/finding.ts";
import { text } from "../../../shared/strings/index.ts";
import type { VerdictWords } from "./useFindingVerdicts.ts";

export type CapacityPage = { rows: CapacityRow[]; total: number; limited: number; short: number };

const ROWS = 300;

export const capacityInput = (entityId: string | undefined) => ({
  limit: ROWS,
  ...(entityId === undefined ? {} : { entityId }),
});

/** Whether it is told to run out, and nobody has said that this is no problem. */
export const isShort = ({ findingId, dismissedAt }: CapacityRow): boolean => findingId !== null && dismissedAt === null;

/** The finding that a verdict would be about. */
export const findingOf = (row: CapacityRow | undefined): Pick<Finding, "id" | "dismissedAt"> | undefined =>
  row === undefined || row.findingId === null ? undefined : { id: row.findingId, dismissedAt: row.dismissedAt };

export const capacityVerdicts = (): VerdictWords => ({
  dismiss: text("capacity.dismiss"),
  dismissHint: text("capacity.dismissHint"),
  dismissed: text("capacity.dismissed"),
  restored: text("capacity.restored"),
  nothingToDismiss: text("capacity.nothingToDismiss"),
});

/** The whole list in one sentence. */
export function headline(page: CapacityPage | undefined): string {
  if (page === undefined || page.limited === 0) return text("capacity.title");
  return page.short === 0 ? text("capacity.calm") : text("capacity.short", { count: page.short });
}

/** Why the list is empty, and what would fill it. */
export function emptyWords(
  { limited }: CapacityPage,
  isOfEntity: boolean,
): { title: string; hint: string; leadsToSources: boolean } {
  if (isOfEntity)
    return { title: text("capacity.emptyEntity"), hint: text("capacity.emptyEntityHint"), leadsToSources: false };
  if (limited > 0)
    return { title: text("capacity.emptyYoung"), hint: text("capacity.emptyYoungHint"), leadsToSources: false };
  return { title: text("capacity.empty"), hint: text("capacity.emptyHint"), leadsToSources: true };
}
