/**
 * A condition on rows of `entity e`: the version that holds, or the last one that did. What has left the map keeps its name
 * where it is remembered. `id`: an SQL expression.
 */
export const latestEntity = (id: string): string =>
  `e.id = ${id} AND e.from_position = (SELECT max(from_position) FROM entity WHERE id = ${id})`;
