import type { Incident } from "../../../shared/domain/incident.ts";
import { formatDuration, text, textOf, type TextKey } from "../../../shared/strings/index.ts";
import { withName } from "../../ui/names.ts";

/** `orders-db: no free connections`; an incident without a probable cause says so. */
export function causeWords(cause: Incident["cause"]): string {
  if (cause === null) return text("incidents.noCause");
  return withName(cause.entityName, textOf(cause.what));
}

/** `78 %`. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Where the acknowledgement stands, in two or three words. */
export function acknowledgementWords({ acknowledgement }: Pick<Incident, "acknowledgement">): string {
  return text(`incidents.acknowledgement.${acknowledgement.state}` satisfies TextKey);
}

/** Whether a person has it, as the marks say it: the source must have confirmed. */
export const isAcknowledged = ({ acknowledgement }: Pick<Incident, "acknowledgement">): boolean =>
  acknowledgement.state === "confirmed" || acknowledgement.state === "partial";

/** `median 22 min to resolve` over what was resolved. */
export function medianToResolve(rows: readonly Pick<Incident, "startedAt" | "resolvedAt">[]): string | null {
  const took = rows
    .flatMap(({ startedAt, resolvedAt }) => (resolvedAt === null ? [] : [resolvedAt - startedAt]))
    .toSorted((a, b) => a - b);
  const middle = took[Math.floor(took.length / 2)];
  return middle === undefined ? null : formatDuration(middle);
}
