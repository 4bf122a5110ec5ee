/** The map now, or at an instant (epoch ms) with its encoded log position. */
export type Moment = { at: number; position: number } | undefined;

/** What to bind, after all else, in a query that names the moment. */
export const boundTo = (moment: Moment): NonNullable<Moment>[] => (moment === undefined ? [] : [moment]);

/** A condition on rows that carry the positions between which they held. Binds the moment. */
export const heldAt = (alias: string, moment: Moment): string =>
  moment === undefined
    ? `${alias}.to_position IS NULL`
    : `${alias}.from_position <= @position AND (${alias}.to_position IS NULL OR ${alias}.to_position > @position)`;
