import { operandsOf, type Term } from "./cel.ts";
import type { AlertFacts, PairFacts } from "./facts.ts";
import { pathOf } from "./requirement.ts";

const LABEL = "labels.";

/** The text at a path such as `name` or `labels.team`; undefined when there is none. */
export function readPath(facts: AlertFacts | PairFacts, path: string): string | undefined {
  if (path.startsWith(LABEL))
    return Object.hasOwn(facts.labels, path.slice(LABEL.length)) ? facts.labels[path.slice(LABEL.length)] : undefined;
  switch (path) {
    case "name":
    case "severity":
    case "summary":
    case "entity":
    case "kind":
    case "source":
      return facts[path];
    default:
      return undefined;
  }
}

/** Everything that an expression reads of some variables; `labels` when it looks at them as a whole. */
export function pathsRead(term: Term, variables: readonly string[]): Set<string> {
  const found = new Set<string>();
  collect(term, variables, found);
  return found;
}

const WHOLE = ["name", "severity", "summary", "entity", "kind", "source", "labels"];

function collect(term: Term, variables: readonly string[], found: Set<string>): void {
  for (const variable of variables) {
    const path = pathOf(term, variable);
    if (path !== undefined) return void found.add(path);
    if (term.op === "id" && term.args === variable) return WHOLE.forEach((each) => found.add(each));
  }
  for (const operand of operandsOf(term)) collect(operand, variables, found);
}

/** Paths that an expression wants equal on both sides, as in `a.labels.site == b.labels.site`. */
export function joinsOf(term: Term): string[] {
  if (term.op === "&&") return [...joinsOf(term.args[0]), ...joinsOf(term.args[1])];
  if (term.op !== "==") return [];
  const [left, right] = term.args;
  const [a, b] = [pathOf(left, "a") ?? pathOf(right, "a"), pathOf(left, "b") ?? pathOf(right, "b")];
  return a !== undefined && a === b && a !== "labels" ? [a] : [];
}
