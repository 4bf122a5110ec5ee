import { LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";
import type { SourceConfig } from "../../../shared/domain/source.ts";
import { describeReference, isReference } from "../secrets/reference.ts";
import { explainIssue, explainUnknownKey, explainUnknownWord, said, type Explained } from "./explain.ts";
import { ConfigFile } from "./file-schema.ts";
import { placeOf, placeOfKey, placeWithin, type Place } from "./locate.ts";
import { describePath, type ConfigProblem } from "./problem.ts";
import { rulesMistakes } from "./rules.ts";
import { knownKeysAt, secretsIn } from "./settings-schema.ts";

/** What the file needs to know of the connectors. */
export interface KnownKinds {
  kinds(): string[];
  /** The schema of a kind's settings. */
  settingsOf(kind: string): z.ZodType | undefined;
}

export type ParsedConfig = { ok: true; config: ConfigFile } | { ok: false; problems: ConfigProblem[] };

type Path = readonly PropertyKey[];

/**
 * Reads the text of `watchfloor.yaml`. All mistakes come back at once, in the order of the file.
 * @param file the name to show in problems
 */
export function parseConfig(text: string, file: string, known: KnownKinds): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems: ConfigProblem[] = [...document.errors, ...document.warnings].map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return {
      file,
      line,
      column: col,
      path: "",
      wrong: said("configSyntax", { reason: error.message }),
      fix: said("configFixSyntax"),
    };
  });
  if (problems.length > 0) return { ok: false, problems };

  const expanded = expand(document);
  if (!expanded.ok) {
    const whole = { file, line: 1, column: 1, path: "", wrong: said("configEndless"), fix: said("configFixEndless") };
    return { ok: false, problems: [whole] };
  }
  const { value } = expanded;
  const note = (path: Path, place: Place, explained: Explained): void => {
    problems.push({ file, ...place, path: describePath(path), ...explained });
  };
  const parsed = ConfigFile.safeParse(value);
  if (!parsed.success) noteIssues(parsed.error.issues, ConfigFile, []);
  sourcesOf(value).forEach(checkSource);
  for (const { path, within, explained } of rulesMistakes(value, Scopes.safeParse(value).data?.scopes)) {
    const place =
      within === null ? placeOf(document, lines, path) : placeWithin(document, lines, path, { text, within });
    note(path, place, explained);
  }
  checkTogether();
  if (problems.length > 0 || !parsed.success) return { ok: false, problems: inOrder(problems) };
  return { ok: true, config: parsed.data };

  function noteIssues(issues: readonly z.core.$ZodIssue[], schema: z.ZodType, base: Path): void {
    for (const issue of issues) {
      const path = [...base, ...issue.path];
      if (issue.code === "unrecognized_keys") noteUnknownKeys(issue.keys, path, knownKeysAt(schema, issue.path));
      else if (issue.code === "invalid_union" && issue.errors.length > 0) noteIssues(closest(issue), schema, base);
      else note(path, placeOf(document, lines, path), explainIssue(issue, valueAt(document, path)));
    }
  }

  function noteUnknownKeys(keys: readonly string[], path: Path, knownKeys: readonly string[]): void {
    for (const key of keys)
      note([...path, key], placeOfKey(document, lines, path, key), explainUnknownKey(key, knownKeys));
  }

  function checkSource(source: Partial<SourceConfig>, index: number): void {
    const path: Path = ["sources", index];
    if (typeof source.kind !== "string") return;
    const schema = known.settingsOf(source.kind);
    if (schema === undefined) {
      const kindPath = [...path, "kind"];
      note(kindPath, placeOf(document, lines, kindPath), explainUnknownWord(source.kind, known.kinds()));
      return;
    }
    const settingsPath = [...path, "settings"];
    const settings = source.settings ?? {};
    if (typeof settings !== "object" || Array.isArray(settings)) return;
    const clear = checkSecrets(schema, settings, settingsPath);
    const outcome = schema.safeParse(settings);
    const rest = outcome.error?.issues.filter((issue) => !clear.includes(describePath(issue.path))) ?? [];
    if (!outcome.success) noteIssues(rest, schema, settingsPath);
    // A schema that strips what it does not know would let a misspelt key pass in silence.
    else
      noteUnknownKeys(
        Object.keys(settings).filter((key) => !knownKeysAt(schema, []).includes(key)),
        settingsPath,
        knownKeysAt(schema, []),
      );
  }

  /** @returns the paths of secrets that were written in clear */
  function checkSecrets(schema: z.ZodType, settings: unknown, settingsPath: Path): string[] {
    const clear = secretsIn(schema, settings).filter(
      ({ value: secret }) => typeof secret !== "string" || !isReference(secret),
    );
    for (const secret of clear) {
      const path = [...settingsPath, ...secret.path];
      const name = String(secret.path.at(-1));
      note(path, placeOf(document, lines, path), {
        wrong: said("configClearSecret"),
        fix: said("configFixSecret", { examples: describeReference(name) }),
      });
    }
    return clear.map((secret) => describePath(secret.path));
  }

  function checkTogether(): void {
    const scopes = Scopes.safeParse(value).data?.scopes;
    const first = new Map<string, number>();
    sourcesOf(value).forEach(({ id, scope }, index) => {
      if (typeof id === "string" && first.has(id)) {
        const line = placeOf(document, lines, ["sources", first.get(id)!, "id"]).line;
        const path = ["sources", index, "id"];
        note(path, placeOf(document, lines, path), {
          wrong: said("configDuplicateId", { id, line: String(line) }),
          fix: said("configFixDuplicateId"),
        });
      } else if (typeof id === "string") first.set(id, index);
      if (scopes === undefined || typeof scope !== "string" || scopes.includes(scope)) return;
      const path = ["sources", index, "scope"];
      note(path, placeOf(document, lines, path), explainUnknownWord(scope, scopes));
    });
  }
}

/** The plain value, unless its aliases (`*name`) would blow it up or make it contain itself. */
function expand(document: Document): { ok: true; value: unknown } | { ok: false } {
  try {
    const value: unknown = document.toJS() ?? {};
    return containsItself(value, new Set()) ? { ok: false } : { ok: true, value };
  } catch (error) {
    if (error instanceof ReferenceError) return { ok: false }; // how the parser says that there are too many
    throw error;
  }
}

/** @param path what `value` lies in */
function containsItself(value: unknown, path: Set<unknown>): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (path.has(value)) return true;
  path.add(value);
  const found = Object.values(value).some((inner) => containsItself(inner, path));
  path.delete(value);
  return found;
}

const Scopes = z.object({ scopes: z.array(z.string()) });

/** The sources as written, as far as they are maps at all. */
function sourcesOf(value: unknown): Partial<SourceConfig>[] {
  const sources: unknown = (value as { sources?: unknown } | null)?.sources;
  if (!Array.isArray(sources)) return [];
  return sources.map((source: unknown) => (typeof source === "object" && source !== null ? source : {}));
}

/** Of a union's alternatives one of the kind that was written, and of these the one with the fewest complaints: what was most likely meant. */
function closest(issue: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] {
  const isOfOtherKind = (issues: readonly z.core.$ZodIssue[]): number =>
    issues.some(({ code, path }) => code === "invalid_type" && path.length === 0) ? 1 : 0;
  const [best = []] = [...issue.errors].sort(
    (left, right) => isOfOtherKind(left) - isOfOtherKind(right) || left.length - right.length,
  );
  return best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

const valueAt = (document: Document, path: Path): unknown => {
  const value: unknown = document.getIn(path);
  return typeof value === "object" && value !== null && "toJSON" in value
    ? (value as { toJSON(): unknown }).toJSON()
    : value;
};

const inOrder = (problems: ConfigProblem[]): ConfigProblem[] =>
  problems.sort((left, right) => left.line - right.line || left.column - right.column);
