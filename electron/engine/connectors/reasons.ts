import type { TextKey } from "../../../shared/strings/index.ts";

/** How many reports were left out, by the catalogue's code of the reason. */
export type Reasons = Record<string, number>;

export function countReason(reasons: Reasons, reason: TextKey, count = 1): void {
  reasons[reason] = (reasons[reason] ?? 0) + count;
}
