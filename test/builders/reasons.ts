import { Correlator } from "../../electron/engine/analysis/explain/correlator.ts";
import type { EstateChange } from "../../electron/engine/analysis/explain/changes.ts";
import type { Estate } from "../../electron/engine/analysis/explain/estate.ts";
import { ReasonBook } from "../../electron/engine/analysis/explain/reasons/book.ts";
import type { Told } from "./outages.ts";

/** Correlates what was told with a book of reasons. `look` sees the correlator after each explanation. */
export function reasoned(
  estate: Estate,
  told: readonly Told[],
  changes: readonly EstateChange[] = [],
): { book: ReasonBook; groups: number[]; correlator: Correlator } {
  const book = new ReasonBook(estate, (entity) => estate.ids[entity]!);
  const firings: number[] = [];
  const groupOf: number[] = [];
  const correlator: Correlator = new Correlator(estate, {
    placed: (arrival, firing) => {
      firings[arrival.id] = firing.number;
      groupOf[firing.number] = firing.group.number;
      book.placed(arrival);
    },
    moved: (firing) => {
      groupOf[firing.number] = firing.group.number;
      book.moved(firing, correlator);
    },
    explained: (group) => book.explained(group, correlator),
    regrouped: (before, incidents) => book.regrouped(before, incidents, correlator),
  });
  for (const change of changes) correlator.noteChange(change);
  for (const { arrival, receivedAt } of told) correlator.take(arrival, receivedAt);
  correlator.advance(Infinity);
  return { book, groups: told.map(({ arrival }) => groupOf[firings[arrival.id]!]!), correlator };
}
