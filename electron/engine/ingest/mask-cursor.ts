/**
 * A cursor as it may be stored: the texts in it masked, numbers and the names of fields as they are. In memory a source goes on
 * with its own; what is read back after a restart has pseudonyms, which are the same for the same text.
 */
export function maskCursor(cursor: string, mask: (text: string) => string): string {
  const parsed = parse(cursor);
  return parsed === undefined ? mask(cursor) : JSON.stringify(maskTexts(parsed.value, mask));
}

function parse(cursor: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(cursor) as unknown };
  } catch {
    return undefined; // a connector may write its cursor as it likes
  }
}

function maskTexts(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === "string") return mask(value);
  if (Array.isArray(value)) return value.map((item) => maskTexts(item, mask));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskTexts(inner, mask)]));
}
