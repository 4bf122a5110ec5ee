import { z } from "zod";

/** The part of JSON Schema (draft 2020-12) that a connector's settings use. Unknown keywords are ignored. */
export type Schema = {
  type?: string | string[] | undefined;
  title?: string | undefined;
  description?: string | undefined;
  const?: unknown;
  enum?: unknown[] | undefined;
  default?: unknown;
  format?: string | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  items?: Schema | undefined;
  additionalProperties?: Schema | boolean | undefined;
  anyOf?: Schema[] | undefined;
  oneOf?: Schema[] | undefined;
  allOf?: Schema[] | undefined;
  "x-secret"?: boolean | undefined;
};

export const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    default: z.unknown().optional(),
    format: z.string().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    items: Schema.optional(),
    additionalProperties: z.union([z.boolean(), Schema]).optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
    allOf: z.array(Schema).optional(),
    "x-secret": z.boolean().optional(),
  }),
);

type Common = { path: string; label: string; description: string | null; required: boolean };

/** One control of the form, or several under one heading. `path` is dotted from the settings: `auth.password`. */
export type Field =
  | (Common & { kind: "text" | "url" | "secret"; initial: string })
  | (Common & {
      kind: "number";
      initial: number | null;
      whole: boolean;
      minimum: number | null;
      maximum: number | null;
    })
  | (Common & { kind: "switch"; initial: boolean })
  | (Common & { kind: "choice"; initial: string; options: string[] })
  /** `mixed`: a line that begins with a brace is an object, as JSON. */
  | (Common & { kind: "list"; initial: string[]; mixed: boolean })
  | (Common & { kind: "pairs"; initial: Record<string, string> })
  | (Common & { kind: "group"; fields: Field[] })
  | (Common & {
      kind: "union";
      options: { label: string; tag: { key: string; value: unknown } | null; fields: Field[] }[];
    })
  | (Common & { kind: "other"; initial: string });

/** The controls for an object's properties. What has no control of its own becomes a field for JSON (`other`), never nothing. */
export function fieldsOf(schema: Schema, prefix = ""): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {})
    .filter(([, property]) => property.const === undefined)
    .map(([name, property]) => fieldOf(name, property, prefix, required.has(name) && property.default === undefined));
}

function fieldOf(name: string, declared: Schema, prefix: string, required: boolean): Field {
  const schema = withoutNull(declared);
  const path = prefix === "" ? name : `${prefix}.${name}`;
  const label = schema.title ?? declared.title ?? wordsOf(name);
  const common: Common = { path, label, description: schema.description ?? declared.description ?? null, required };
  const initial = declared.default ?? schema.default;
  if (schema["x-secret"] === true || declared["x-secret"] === true)
    return { ...common, kind: "secret", initial: textOr(initial) };
  const options = schema.oneOf ?? schema.anyOf;
  if (options !== undefined) return unionOf(common, options, path);
  if (schema.enum !== undefined)
    return { ...common, kind: "choice", options: schema.enum.map(String), initial: textOr(initial) };
  return byType(schema, common, initial, path);
}

function byType(schema: Schema, common: Common, initial: unknown, path: string): Field {
  if (schema.type === "string")
    return { ...common, kind: schema.format === "uri" ? "url" : "text", initial: textOr(initial) };
  if (schema.type === "boolean") return { ...common, kind: "switch", initial: initial === true };
  if (schema.type === "integer" || schema.type === "number") {
    const limits = { minimum: sensible(schema.minimum), maximum: sensible(schema.maximum) };
    return {
      ...common,
      kind: "number",
      whole: schema.type === "integer",
      initial: typeof initial === "number" ? initial : null,
      ...limits,
    };
  }
  const mixed = (schema.items?.anyOf ?? []).some(({ type }) => type === "string");
  if (schema.type === "array" && (mixed || schema.items?.type === "string")) {
    return { ...common, kind: "list", initial: Array.isArray(initial) ? initial.map(String) : [], mixed };
  }
  if (schema.properties !== undefined) return { ...common, kind: "group", fields: fieldsOf(schema, path) };
  if (typeof schema.additionalProperties === "object" && schema.additionalProperties.type === "string") {
    return { ...common, kind: "pairs", initial: pairsOr(initial) };
  }
  return { ...common, kind: "other", initial: initial === undefined ? "" : JSON.stringify(initial) };
}

/** A union of objects that a constant tells apart becomes a choice of forms; one of constants becomes a plain choice. */
function unionOf(common: Common, options: readonly Schema[], path: string): Field {
  if (options.every((option) => option.const !== undefined)) {
    return { ...common, kind: "choice", options: options.map((option) => String(option.const)), initial: "" };
  }
  if (!options.every((option) => option.properties !== undefined)) return { ...common, kind: "other", initial: "" };
  const forms = options.map((option) => {
    const [key, tag] =
      Object.entries(option.properties ?? {}).find(([, property]) => property.const !== undefined) ?? [];
    const names = Object.keys(option.properties ?? {}).map(wordsOf);
    return {
      label: option.title ?? (tag === undefined ? names.join(", ") : wordsOf(String(tag.const))),
      tag: key === undefined ? null : { key, value: tag?.const },
      fields: fieldsOf(option, path),
    };
  });
  return { ...common, kind: "union", options: forms };
}

/** Optional values come as a union with null; the form leaves them out instead. */
function withoutNull(schema: Schema): Schema {
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== "null");
    return types.length === 1 ? { ...schema, type: types[0] } : schema;
  }
  const options = schema.anyOf ?? schema.oneOf;
  const rest = options?.filter((option) => option.type !== "null");
  if (options === undefined || rest === undefined || rest.length === options.length) return schema;
  const { anyOf: _any, oneOf: _one, ...others } = schema;
  return rest.length === 1 ? { ...others, ...rest[0] } : { ...others, anyOf: rest };
}

/** JSON Schema made from safe integers carries their limits; nobody wants to read those. */
const sensible = (limit: number | undefined): number | null =>
  limit === undefined || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? null : limit;

const textOr = (value: unknown): string => (value === undefined || value === null ? "" : String(value));

const pairsOr = (value: unknown): Record<string, string> => z.record(z.string(), z.string()).catch({}).parse(value);

/** `intervalSeconds` → `Interval seconds`. */
export function wordsOf(name: string): string {
  const words = name
    .replace(/[_-]+/g, " ")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
