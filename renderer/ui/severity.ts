import type { Severity } from "../../shared/domain/severity.ts";
import { text } from "../../shared/strings/index.ts";

/** What a mark can say: a severity, or that all is well, unknown or muted. */
export type MarkKind = Severity | "ok" | "unknown" | "suppressed";

/** Worst first, as lists and legends show them. */
export const SEVERITIES_WORST_FIRST: readonly Severity[] = ["critical", "major", "minor", "warning", "info"];

/** The word of a mark, for screen readers and legends. */
export const markName = (kind: MarkKind): string => text(`severity.${kind}`);
