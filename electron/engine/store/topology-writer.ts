import { EntityKind } from "../../../shared/domain/entity.ts";
import { EdgeOrigin } from "../../../shared/domain/event.ts";
import { type SkeletonColumns, TROUBLE_FLAGS, type TroubleColumns } from "../../../shared/domain/topology-columns.ts";
import type { Trouble } from "./read-troubles.ts";

export type EntityRow = [
  id: string,
  scope: string,
  kind: EntityKind,
  name: string,
  site: string | null,
  group: string | null,
];
export type EdgeRow = [from: string, to: string, origin: EdgeOrigin, confidence: number];

/** More entities than a store can hold: two of their numbers fit one exact integer. */
const PAIR = 2 ** 26;

/** Fills the columns of a map without what is wrong: entities first, then edges between them. */
export class SkeletonWriter {
  readonly #words = new Numbers();
  readonly #entities = new Numbers();
  readonly #columns: Pick<SkeletonColumns, "entities" | "edges"> = {
    entities: { id: [], name: [], kind: [], scope: [], site: [], group: [] },
    edges: { from: [], to: [], origin: [], confidence: [] },
  };

  addEntities(rows: readonly EntityRow[]): void {
    const { entities } = this.#columns;
    for (const [id, scope, kind, name, site, group] of rows) {
      this.#entities.of(id);
      entities.id.push(id);
      entities.name.push(name);
      entities.kind.push(EntityKind.options.indexOf(kind));
      entities.scope.push(this.#words.of(scope));
      entities.site.push(this.#wordOf(site));
      entities.group.push(this.#wordOf(group));
    }
  }

  /**
   * One edge per pair, the most certain of those that several origins gave, if that is certain enough.
   * @returns how many pairs the rows join, shown or not
   */
  addEdges(rows: readonly EdgeRow[], minimumConfidence: number): number {
    const shown = this.#columns.entities.id.length;
    const best = new Map<number, EdgeRow>();
    for (const row of rows) {
      const pair = this.#entities.of(row[0]) * PAIR + this.#entities.of(row[1]);
      const known = best.get(pair);
      if (known === undefined || row[3] > known[3]) best.set(pair, row);
    }
    const { from, to, origin, confidence } = this.#columns.edges;
    for (const [pair, row] of best) {
      const [start, end] = [Math.floor(pair / PAIR), pair % PAIR];
      if (start >= shown || end >= shown || row[3] < minimumConfidence) continue;
      from.push(start);
      to.push(end);
      origin.push(EdgeOrigin.options.indexOf(row[2]));
      confidence.push(row[3]);
    }
    return best.size;
  }

  columns(totals: Pick<SkeletonColumns, "totalNodes" | "totalEdges">): SkeletonColumns {
    return { words: this.#words.all(), ...this.#columns, ...totals };
  }

  #wordOf(word: string | null): number {
    return word === null ? -1 : this.#words.of(word);
  }
}

/** The columns of what is wrong at these entities, in their order. */
export function troubleColumns(
  ids: readonly string[],
  troubles: ReadonlyMap<string, Trouble>,
  stale: ReadonlySet<string>,
): TroubleColumns {
  const incidents = new Numbers();
  const columns: TroubleColumns["troubles"] = { entity: [], severity: [], flags: [], since: [], incident: [] };
  ids.forEach((id, entity) => {
    const trouble = troubles.get(id);
    const flags =
      (trouble?.acknowledged === true ? TROUBLE_FLAGS.acknowledged : 0) +
      (trouble?.suppressed === true ? TROUBLE_FLAGS.suppressed : 0) +
      (stale.has(id) ? TROUBLE_FLAGS.stale : 0);
    if (trouble === undefined && flags === 0) return;
    const incidentId = trouble?.incidentId ?? null;
    columns.entity.push(entity);
    columns.severity.push(trouble?.severity ?? -1);
    columns.flags.push(flags);
    columns.since.push(trouble?.since ?? -1);
    columns.incident.push(incidentId === null ? -1 : incidents.of(incidentId));
  });
  return { incidents: incidents.all(), troubles: columns };
}

/** Numbers strings in the order in which they first come. */
class Numbers {
  readonly #known = new Map<string, number>();

  of(value: string): number {
    let number = this.#known.get(value);
    if (number === undefined) this.#known.set(value, (number = this.#known.size));
    return number;
  }

  all(): string[] {
    return [...this.#known.keys()];
  }
}
