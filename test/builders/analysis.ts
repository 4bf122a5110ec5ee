import { Analysis } from "../../electron/engine/analysis/index.ts";
import type { LogEntry } from "../../shared/domain/log.ts";
import { START } from "../../shared/domain/position.ts";
import type { NumberedProposal, Proposal, StateRow } from "../../shared/domain/proposal.ts";

/** Takes steps as the store does: the latest value of each key remains. */
export class SavedState {
  private readonly rows = new Map<string, string>();

  apply(rows: readonly StateRow[]): void {
    for (const { key, value } of rows) {
      if (value === null) this.rows.delete(key);
      else this.rows.set(key, value);
    }
  }

  /** In the order of the keys, as the store gives them back. */
  all(): StateRow[] {
    return [...this.rows]
      .map(([key, value]) => ({ key, value }))
      .sort((left, right) => (left.key < right.key ? -1 : 1));
  }

  keys(prefix: string): string[] {
    return [...this.rows.keys()].filter((key) => key.startsWith(prefix));
  }
}

/** Reads a log in batches of the sizes given in turn; after the batches named in `restarts`, goes on from the saved rows alone. */
export function analyse(
  entries: readonly LogEntry[],
  sizes: readonly number[] = [entries.length],
  restarts: (batch: number) => boolean = () => false,
): { proposals: NumberedProposal[]; saved: SavedState } {
  const saved = new SavedState();
  const proposals: NumberedProposal[] = [];
  let analysis = Analysis.restore([], START);
  for (let from = 0, batch = 0; from < entries.length; batch++) {
    const size = Math.max(1, sizes[batch % sizes.length] ?? 1);
    const step = analysis.read(entries.slice(from, from + size));
    saved.apply(step.state);
    proposals.push(...step.proposals);
    from += size;
    if (restarts(batch)) analysis = Analysis.restore(saved.all(), step.upTo);
  }
  return { proposals, saved };
}

type Of<K extends Proposal["kind"]> = Extract<Proposal, { kind: K }>;

export const proposalsOf = <K extends Proposal["kind"]>(proposals: readonly NumberedProposal[], kind: K): Of<K>[] =>
  proposals.map(({ proposal }) => proposal).filter((proposal): proposal is Of<K> => proposal.kind === kind);

/** What stands at the end: incidents with their alerts and the last first cause. Merged ones are counted to those that absorbed them. */
export function outcomeOf(
  proposals: readonly NumberedProposal[],
): Map<string, { alerts: string[]; firstCause: string | null }> {
  const into = new Map<string, string>();
  const rootOf = (id: string): string => (into.has(id) ? rootOf(into.get(id)!) : id);
  for (const { incidentId, absorbed } of proposalsOf(proposals, "merge")) into.set(absorbed, incidentId);
  const outcome = new Map<string, { alerts: string[]; firstCause: string | null }>();
  const at = (id: string) =>
    outcome.get(rootOf(id)) ?? outcome.set(rootOf(id), { alerts: [], firstCause: null }).get(rootOf(id))!;
  for (const { incidentId, fingerprint } of proposalsOf(proposals, "join")) {
    const { alerts } = at(incidentId);
    if (!alerts.includes(fingerprint)) alerts.push(fingerprint);
  }
  for (const { incidentId, causes } of proposalsOf(proposals, "assess")) {
    if (!into.has(incidentId)) at(incidentId).firstCause = causes[0]?.entityId ?? null;
  }
  for (const { alerts } of outcome.values()) alerts.sort();
  return new Map([...outcome].sort(([left], [right]) => (left < right ? -1 : 1)));
}
