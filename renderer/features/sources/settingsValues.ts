import type { Field } from "./schemaFields.ts";

/** What the form holds, by dotted path. A union's own path holds the index of the chosen option. */
export type Values = Readonly<Record<string, unknown>>;

/** The form's values for stored settings, with defaults where nothing is stored. */
export function valuesOf(fields: readonly Field[], settings: unknown): Values {
  const values: Record<string, unknown> = {};
  for (const field of fields) read(field, at(settings, lastOf(field.path)), values);
  return values;
}

function read(field: Field, stored: unknown, values: Record<string, unknown>): void {
  if (field.kind === "group") {
    for (const inner of field.fields) read(inner, at(stored, lastOf(inner.path)), values);
    return;
  }
  if (field.kind === "union") {
    const chosen = field.options.findIndex((option) => matches(option, stored));
    values[field.path] = chosen === -1 ? (field.required ? 0 : null) : chosen;
    field.options.forEach((option, index) => {
      for (const inner of option.fields)
        read(inner, index === chosen ? at(stored, lastOf(inner.path)) : undefined, values);
    });
    return;
  }
  values[field.path] = stored ?? field.initial;
  if (field.kind === "list" && Array.isArray(stored)) values[field.path] = stored.map(lineOf);
  if (field.kind === "other" && stored !== undefined) values[field.path] = JSON.stringify(stored);
}

type UnionOption = Extract<Field, { kind: "union" }>["options"][number];

function matches(option: UnionOption, stored: unknown): boolean {
  if (typeof stored !== "object" || stored === null) return false;
  if (option.tag !== null) return at(stored, option.tag.key) === option.tag.value;
  return option.fields.some((field) => at(stored, lastOf(field.path)) !== undefined);
}

export type Problem = { path: string; kind: "required" | "number" | "range" | "json" };

/** The settings to send, and what is missing or malformed; empty optional fields are left out. */
export function settingsOf(
  fields: readonly Field[],
  values: Values,
): { settings: Record<string, unknown>; problems: Problem[] } {
  const problems: Problem[] = [];
  return { settings: write(fields, values, problems), problems };
}

function write(fields: readonly Field[], values: Values, problems: Problem[]): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const field of fields) {
    const value = valueOf(field, values, problems);
    if (value !== undefined) settings[lastOf(field.path)] = value;
  }
  return settings;
}

function valueOf(field: Field, values: Values, problems: Problem[]): unknown {
  const value = values[field.path];
  if (field.kind === "group") return groupOf(field.fields, values, problems, field.required);
  if (field.kind === "union") {
    const option = typeof value === "number" ? field.options[value] : undefined;
    if (option === undefined) return missing(field, problems);
    const tag = option.tag === null ? {} : { [option.tag.key]: option.tag.value };
    return { ...tag, ...write(option.fields, values, problems) };
  }
  if (field.kind === "switch") return value === true;
  if (field.kind === "list") return listOf(field, value, problems);
  if (field.kind === "pairs") return isFilled(value) ? value : missing(field, problems);
  if (value === undefined || value === null || value === "") return missing(field, problems);
  if (field.kind === "number") return numberOf(field, value, problems);
  if (field.kind === "secret") return secretOf(value);
  if (field.kind === "other") return jsonOf(field, value, problems);
  return typeof value === "string" ? value.trim() : value;
}

const lineOf = (item: unknown): string => (typeof item === "string" ? item : JSON.stringify(item));

/** Lines that say nothing are left out. */
function listOf(field: Extract<Field, { kind: "list" }>, value: unknown, problems: Problem[]): unknown {
  const lines = Array.isArray(value) ? value.map(String).filter((line) => line.trim() !== "") : [];
  if (lines.length === 0) return missing(field, problems);
  if (!field.mixed) return lines;
  const items = lines.map((line) => (line.trimStart().startsWith("{") ? jsonOf(field, line, problems) : line));
  return items.includes(undefined) ? undefined : items;
}

/** An optional group that nobody filled in is left out, and its required fields are not asked for. */
function groupOf(fields: readonly Field[], values: Values, problems: Problem[], required: boolean): unknown {
  const inner: Problem[] = [];
  const group = write(fields, values, inner);
  const filled = Object.values(group).some((value) => value !== false);
  if (!required && !filled) return undefined;
  problems.push(...inner);
  return group;
}

function missing(field: Field, problems: Problem[]): undefined {
  if (field.required) problems.push({ path: field.path, kind: "required" });
  return undefined;
}

function numberOf(field: Extract<Field, { kind: "number" }>, value: unknown, problems: Problem[]): number | undefined {
  const number = Number(value);
  if (Number.isNaN(number) || (field.whole && !Number.isInteger(number)))
    problems.push({ path: field.path, kind: "number" });
  else if (number < (field.minimum ?? -Infinity) || number > (field.maximum ?? Infinity))
    problems.push({ path: field.path, kind: "range" });
  else return number;
  return undefined;
}

const REFERENCE = /^(env|file|keychain):./;

/** A reference stays as it is; anything else is a secret that the engine puts into the secret store. */
export const secretOf = (value: unknown): unknown =>
  typeof value === "string" && !REFERENCE.test(value.trim())
    ? { secret: value }
    : typeof value === "string"
      ? value.trim()
      : value;

export const isReference = (value: unknown): boolean => typeof value === "string" && REFERENCE.test(value.trim());

function jsonOf(field: Field, value: unknown, problems: Problem[]): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    problems.push({ path: field.path, kind: "json" });
    return undefined;
  }
}

const isFilled = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length > 0;

const lastOf = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
