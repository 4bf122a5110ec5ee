/** A pattern is told apart by its scope and its id there. */
export type PatternKey = { scope: string; id: string };

export const keyOf = ({ scope, id }: PatternKey): string => `${scope}/${id}`;

/** The other way: an id has no slash. */
export function patternOf(key: string): PatternKey {
  const at = key.lastIndexOf("/");
  return { scope: key.slice(0, at), id: key.slice(at + 1) };
}
