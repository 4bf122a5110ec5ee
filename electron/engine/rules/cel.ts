import { createRequire } from "node:module";
import path from "node:path";
import type { ASTNode, Environment } from "@marcbachmann/cel-js";
import type * as CelLibrary from "./cel-library.ts";
import { AlertFacts, LogFacts, PairFacts } from "./facts.ts";

/** What an expression may speak of. */
export type Vocabulary = "alert" | "pair" | "log";

/** A place in an expression, counted in characters from 0, and what is wrong there in the words of the language. */
export type ExpressionProblem = { offset: number; code: string; detail: string };

/** A node of the syntax tree, in the library's words: an operator and its operands. */
export type Term = ASTNode;

export type Expression = {
  source: string;
  term: Term;
  /** False also when it cannot be worked out, as with a label that is not there. */
  holds(subject: Readonly<Record<string, unknown>>): boolean;
};

export type ParsedExpression = { ok: true; expression: Expression } | { ok: false; problem: ExpressionProblem };

const LIMITS = { maxAstNodes: 500, maxDepth: 40, maxListElements: 500, maxMapEntries: 100, maxCallArguments: 8 };
const LABELS = "map<string, string>";
const PAIR_FIELDS = {
  name: "string",
  severity: "string",
  summary: "string",
  entity: "string",
  kind: "string",
  source: "string",
  labels: LABELS,
};

type Library = typeof CelLibrary;

let library: Library | undefined;

/**
 * The library, loaded when the first expression asks for it: most threads never meet one, and it makes a table of all operators
 * on all types at its start. The build puts the file beside the bundles.
 */
function celLibrary(): Library {
  const isSource = path.extname(import.meta.filename) === ".ts";
  library ??= createRequire(import.meta.url)(`./cel-library.${isSource ? "ts" : "js"}`) as Library;
  return library;
}

const environments = new Map<Vocabulary, Environment>();

function environmentOf(vocabulary: Vocabulary): Environment {
  const known = environments.get(vocabulary);
  if (known !== undefined) return known;
  const made = ENVIRONMENTS[vocabulary](new (celLibrary().Environment)({ limits: LIMITS }));
  environments.set(vocabulary, made);
  return made;
}

const ENVIRONMENTS: Record<Vocabulary, (empty: Environment) => Environment> = {
  alert: (empty) =>
    empty
      .registerType("Alert", { ctor: AlertFacts, fields: { ...PAIR_FIELDS, startedAt: "google.protobuf.Timestamp" } })
      .registerVariable("alert", "Alert"),
  pair: (empty) =>
    empty
      .registerType("Alert", { ctor: PairFacts, fields: PAIR_FIELDS })
      .registerVariable("a", "Alert")
      .registerVariable("b", "Alert"),
  log: (empty) =>
    empty
      .registerType("Log", { ctor: LogFacts, fields: { text: "string", level: "int", service: "string" } })
      .registerVariable("log", "Log"),
};

/** Names that may stand after each variable, for those who mistype one. */
export const FIELDS: Record<Vocabulary, readonly string[]> = {
  alert: [...Object.keys(PAIR_FIELDS), "startedAt"],
  pair: Object.keys(PAIR_FIELDS),
  log: ["text", "level", "service"],
};

export const VARIABLES: Record<Vocabulary, readonly string[]> = { alert: ["alert"], pair: ["a", "b"], log: ["log"] };

/**
 * Reads an expression of the Common Expression Language (github.com/google/cel-spec) and checks its types. It is read once and
 * evaluated often. With `cel-library.ts` the only file that knows the library.
 */
export function parseExpression(source: string, vocabulary: Vocabulary): ParsedExpression {
  try {
    const parsed = environmentOf(vocabulary).parse(source);
    const checked = parsed.check();
    if (!checked.valid) return { ok: false, problem: problemOf(checked.error) };
    if (checked.type !== "bool")
      return { ok: false, problem: { offset: 0, code: "not_bool", detail: checked.type ?? "" } };
    const holds = (subject: Readonly<Record<string, unknown>>): boolean => evaluate(parsed, subject);
    return { ok: true, expression: { source, term: parsed.ast, holds } };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

type Parsed = (context?: Record<string, unknown>) => unknown;

/**
 * The language's errors are its values: an expression that has none is not true. So are those of the library's own (a time zone that
 * is none, a text too long): a rule that was taken never stops analysis. Stacks would cost more than all else.
 */
function evaluate(parsed: Parsed, subject: Readonly<Record<string, unknown>>): boolean {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return parsed(subject) === true;
  } catch {
    return false;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function problemOf(error: unknown): ExpressionProblem {
  const { ParseError, TypeError, EvaluationError } = celLibrary();
  if (error instanceof ParseError || error instanceof TypeError || error instanceof EvaluationError)
    return { offset: error.range?.start ?? 0, code: error.code, detail: error.summary };
  throw error;
}

/** The terms that a term is made of. */
export function operandsOf(term: Term): readonly Term[] {
  switch (term.op) {
    case "value":
    case "id":
      return [];
    case ".":
    case ".?":
      return [term.args[0]];
    case "call":
      return term.args[1];
    case "rcall":
      return [term.args[1], ...term.args[2]];
    case "map":
      return term.args.flat();
    case "!_":
    case "-_":
      return [term.args];
    default:
      return term.args;
  }
}
