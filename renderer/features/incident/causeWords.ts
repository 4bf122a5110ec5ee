import type { Cause } from "../../../shared/domain/incident.ts";
import type { Reason } from "../../../shared/domain/message.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { withName } from "../../ui/names.ts";

/** Reasons that fit beside the map without scrolling; opened ones show all. */
const REASONS_SHOWN = 5;

/** `orders-db: connection pool exhausted`, or that the cause is not known. */
export function causeTitle({ kind, entityName, what }: Cause): string {
  const words = textOf(what);
  if (kind === "unknown") return text("incident.unknownCause", { what: words });
  return withName(entityName, words);
}

/** What speaks for it first, the weightiest above; what speaks against it stands below and is never left out. */
export function sortReasons(reasons: readonly Reason[]): Reason[] {
  return reasons.toSorted((a, b) => Number(b.supports) - Number(a.supports) || b.weight - a.weight);
}

/** The reasons to show; when some must go, they are the weakest that support. */
export function reasonsShown(reasons: readonly Reason[], all: boolean): { shown: readonly Reason[]; hidden: number } {
  const excess = all ? 0 : Math.max(0, reasons.length - REASONS_SHOWN);
  if (excess === 0) return { shown: reasons, hidden: 0 };
  const supporting = reasons.filter(({ supports }) => supports);
  const against = reasons.filter(({ supports }) => !supports);
  const kept = supporting.slice(0, Math.max(1, supporting.length - excess));
  return { shown: [...kept, ...against], hidden: reasons.length - kept.length - against.length };
}
