import type { Fingerprint } from "../../../../shared/domain/alert.ts";
import type { KnownAlert } from "../correlation/knownAlert.ts";
import type { Group } from "../correlation/group.ts";
import type { Entity } from "../topology.ts";

/** What changed since the last step, so that a step writes only that. */
export class Touched {
  /** Fingerprints by the sequence of the life that changed. */
  readonly alerts = new Map<number, Fingerprint>();
  readonly groups = new Set<number>();
  /** Groups that are only another name for one now. */
  readonly absorbed = new Map<number, Group>();
  /** Entities whose episodes or parts changed. */
  readonly spots = new Set<Entity>();
  readonly entities = new Set<Entity>();
  /** Keyed `from/to`, so that one edge is written once. */
  readonly edges = new Map<string, [from: Entity, to: Entity]>();
  readonly labels = new Set<string>();
  readonly changes = new Set<string>();
  readonly signs = new Set<string>();
  readonly verdicts = new Set<string>();
  readonly refuted = new Set<string>();
  /** Rules by their keys, and what they have brought about. */
  readonly rules = new Set<string>();
  readonly points = new Map<string, [ruleKey: string, shape: string]>();
  readonly ruled = new Set<number>();
  readonly suppressed = new Set<Fingerprint>();

  alert({ sequence, fingerprint }: Pick<KnownAlert, "sequence" | "fingerprint">): void {
    this.alerts.set(sequence, fingerprint);
  }

  point(ruleKey: string, shape: string): void {
    this.points.set(`${ruleKey}/${shape}`, [ruleKey, shape]);
  }

  edge(from: Entity, to: Entity): void {
    this.edges.set(`${from.number}/${to.number}`, [from, to]);
  }

  clear(): void {
    for (const each of [
      this.alerts,
      this.groups,
      this.absorbed,
      this.spots,
      this.entities,
      this.edges,
      this.labels,
      this.changes,
      this.signs,
      this.verdicts,
      this.refuted,
      this.rules,
      this.points,
      this.ruled,
      this.suppressed,
    ])
      each.clear();
  }
}
