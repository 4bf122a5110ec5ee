import { z } from "zod";

/** The part of JSON Schema that zod writes and that is read here. */
type Schema = {
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  secret?: boolean;
  "x-secret"?: boolean;
};

/** The JSON Schema of what a person may write, with `.meta()` entries in it. */
const schemaOf = (type: z.ZodType): Schema => z.toJSONSchema(type, { io: "input", unrepresentable: "any" }) as Schema;

const alternatives = (schema: Schema): Schema[] => [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];

function step(schemas: readonly Schema[], key: PropertyKey): Schema[] {
  return schemas.flatMap((schema) => {
    const next = typeof key === "number" ? schema.items : schema.properties?.[String(key)];
    return next === undefined ? [] : alternatives(next);
  });
}

/** The keys that may stand at a path; empty where anything may. */
export function knownKeysAt(type: z.ZodType, path: readonly PropertyKey[]): string[] {
  const found = path.reduce<Schema[]>(step, alternatives(schemaOf(type)));
  return [...new Set(found.flatMap((schema) => Object.keys(schema.properties ?? {})))];
}

/** What stands in secret fields of `value`, by path. */
export function secretsIn(type: z.ZodType, value: unknown): { path: PropertyKey[]; value: unknown }[] {
  const found: { path: PropertyKey[]; value: unknown }[] = [];
  walk(alternatives(schemaOf(type)), value, []);
  return found;

  function walk(schemas: readonly Schema[], here: unknown, path: PropertyKey[]): void {
    if (schemas.some((schema) => schema.secret === true || schema["x-secret"] === true)) {
      found.push({ path, value: here });
      return;
    }
    if (typeof here !== "object" || here === null) return;
    const entries: [PropertyKey, unknown][] = Array.isArray(here)
      ? here.map((item, index) => [index, item])
      : Object.entries(here);
    for (const [key, inner] of entries) walk(step(schemas, key), inner, [...path, key]);
  }
}
