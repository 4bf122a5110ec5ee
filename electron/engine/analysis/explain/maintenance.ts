import type { Group } from "./group.ts";

/** Planned work on some entities. Its alerts share a group that is no incident. */
export type Maintenance = {
  id: string;
  entities: ReadonlySet<number>;
  from: number;
  until: number;
  group: Group | null;
};

/** The planned work that an alert falls into; the first one told of counts. */
export const workAt = (works: readonly Maintenance[], entity: number, at: number): Maintenance | undefined =>
  works.find(({ entities, from, until }) => at >= from && at <= until && entities.has(entity));
