import type { Term } from "./cel.ts";
import { literalOf } from "./log-pattern.ts";

/**
 * What must hold for an expression to be true, as far as it can be looked up: the text at `path` is one of `values`, or contains one
 * of them in any ASCII case. It may hold and the expression be false; never the other way round.
 */
export type Requirement = { path: string; kind: "equal" | "within"; values: readonly string[] };

const SHORTEST_LITERAL = 3;
/** The characters of ASCII: only they keep their place when a text is folded. */
const ASCII_RUN = /\p{ASCII}+/gu;

/** The path that a term reads from a variable, as `labels.team`; undefined when it is anything else. */
export function pathOf(term: Term, variable: string): string | undefined {
  if (term.op === ".") return step(term.args[0], term.args[1], variable);
  if (term.op !== "[]") return undefined;
  const [, key] = term.args;
  return key.op === "value" && typeof key.args === "string" ? step(term.args[0], key.args, variable) : undefined;
}

function step(inner: Term, name: string, variable: string): string | undefined {
  if (inner.op === "id") return inner.args === variable ? name : undefined;
  const before = pathOf(inner, variable);
  return before === undefined ? undefined : `${before}.${name}`;
}

/** The most selective requirement that an expression makes of a variable; undefined when there is none. */
export function requirementOf(term: Term, variable: string): Requirement | undefined {
  switch (term.op) {
    case "&&": {
      const [left, right] = term.args.map((side) => requirementOf(side, variable));
      return better(left, right);
    }
    case "||": {
      const [left, right] = term.args.map((side) => requirementOf(side, variable));
      return either(left, right);
    }
    case "==":
      return equality(term.args[0], term.args[1], variable) ?? equality(term.args[1], term.args[0], variable);
    case "in":
      return membership(term.args[0], term.args[1], variable);
    case "rcall":
      return callOn(term.args[0], term.args[1], term.args[2], variable);
    default:
      return undefined;
  }
}

const textOf = (term: Term | undefined): string | undefined =>
  term?.op === "value" && typeof term.args === "string" ? term.args : undefined;

function equality(read: Term, value: Term, variable: string): Requirement | undefined {
  const path = pathOf(read, variable);
  const text = textOf(value);
  return path === undefined || text === undefined ? undefined : { path, kind: "equal", values: [text] };
}

function membership(read: Term, list: Term, variable: string): Requirement | undefined {
  const path = pathOf(read, variable);
  if (path === undefined || list.op !== "list") return undefined;
  const values = list.args.map(textOf).filter((value) => value !== undefined);
  return values.length === list.args.length ? { path, kind: "equal", values } : undefined;
}

function callOn(method: string, read: Term, given: readonly Term[], variable: string): Requirement | undefined {
  const path = pathOf(read, variable);
  const text = textOf(given[0]);
  if (path === undefined || text === undefined) return undefined;
  const literal = method === "matches" ? literalOf(text) : longestAscii(text);
  const known = ["contains", "startsWith", "endsWith", "matches"].includes(method);
  if (!known || literal === undefined || literal.length < SHORTEST_LITERAL) return undefined;
  return { path, kind: "within", values: [literal] };
}

const longestAscii = (text: string): string | undefined =>
  text.match(ASCII_RUN)?.reduce((longest, run) => (run.length > longest.length ? run : longest));

/** Few subjects contain a long text; many may share a value such as a service. */
function better(left: Requirement | undefined, right: Requirement | undefined): Requirement | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return worth(right) > worth(left) ? right : left;
}

/** A value that is equal tells about as much as a text of so many letters within a longer one. */
const EQUAL_WORTH = 6;

function worth({ kind, values }: Requirement): number {
  const shortest = Math.min(...values.map((value) => value.length));
  return (kind === "equal" ? EQUAL_WORTH : shortest) - Math.log2(values.length || 1);
}

function either(left: Requirement | undefined, right: Requirement | undefined): Requirement | undefined {
  if (left === undefined || right === undefined || left.path !== right.path) return undefined;
  const values = [...left.values, ...right.values];
  if (left.kind === right.kind) return { path: left.path, kind: left.kind, values };
  const long = values.map(longestAscii).filter((value) => value !== undefined && value.length >= SHORTEST_LITERAL);
  return long.length === values.length ? { path: left.path, kind: "within", values: long as string[] } : undefined;
}
