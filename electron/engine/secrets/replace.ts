/** A secret as the form sends it. */
const isSecret = (value: unknown): value is { secret: string } =>
  typeof value === "object" &&
  value !== null &&
  Object.keys(value).join() === "secret" &&
  typeof (value as { secret: unknown }).secret === "string";

/**
 * Settings with a reference in place of each `{ secret: "value" }`. `keep` gets the field's path, dots between its parts,
 * and the value, and returns the reference.
 */
export async function replaceSecrets(
  settings: Record<string, unknown>,
  keep: (field: string, value: string) => Promise<string>,
  path = "",
): Promise<Record<string, unknown>> {
  const replaced: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(settings)) {
    const field = path === "" ? name : `${path}.${name}`;
    if (isSecret(value)) replaced[name] = await keep(field, value.secret);
    else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      replaced[name] = await replaceSecrets(value as Record<string, unknown>, keep, field);
    } else replaced[name] = value;
  }
  return replaced;
}
