import type { Resolution, SharedFeature } from "../../../shared/domain/similar.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { durationWords } from "./incidentWords.ts";

const SHOWN = 4;

/** What two incidents share, the most telling first: `orders-db, PoolExhausted, connection`. Each name stands once. */
export function sharedWords(shared: readonly SharedFeature[], most: number = SHOWN): string {
  const names = [...new Set(shared.map((feature) => feature.text))];
  const hidden = names.length - most;
  const list = names.slice(0, most).join(", ");
  return hidden > 0 ? text("incident.similarMore", { list, count: hidden }) : list;
}

/** Who had it and who acknowledged it. */
export function handledBy({ owner, acknowledgedBy }: Pick<Resolution, "owner" | "acknowledgedBy">): string {
  if (owner !== null && acknowledgedBy !== null && owner !== acknowledgedBy)
    return text("incident.similarOwnedAndAcknowledged", { owner, by: acknowledgedBy });
  if (owner !== null) return text("incident.similarOwned", { owner });
  return acknowledgedBy === null
    ? text("incident.similarNobody")
    : text("incident.similarAcknowledged", { by: acknowledgedBy });
}

/** The last change while it lasted, and how long before the end it was made. */
export function resolvingChange(change: Resolution["change"], resolvedAt: number): string | null {
  if (change === null) return null;
  const lead = durationWords(Math.max(0, resolvedAt - change.at));
  return text("incident.similarChanged", { summary: change.summary, entity: change.entityName, lead });
}

export const noteWords = ({ by, message }: Resolution["notes"][number]): string =>
  text("incident.similarNoteBy", { by: by ?? text("common.unknown"), words: textOf(message) });
