import { Automaton } from "./automaton.ts";
import type { Requirement } from "./requirement.ts";

type Lookup = {
  path: string;
  equal: Map<string, number[]>;
  automaton: Automaton | undefined;
  /** By the number of the literal in the automaton. */
  within: number[][];
};

/**
 * Finds, among many rules, the few that could hold for a subject: one look at each text that rules speak of tells, so what a
 * subject costs hardly depends on how many rules there are.
 */
export class Dispatcher {
  readonly #lookups: Lookup[];
  /** Rules that make no requirement. */
  readonly #always: readonly number[];
  /** The subject for which a rule was found the last time. */
  readonly #seen: Uint32Array;
  #subject = 0;

  /** `requirements`: of the rules, in their order; all of the alternatives of a rule must be given as one. */
  constructor(requirements: readonly (Requirement | undefined)[]) {
    this.#seen = new Uint32Array(requirements.length);
    this.#always = requirements.flatMap((requirement, rule) => (requirement === undefined ? [rule] : []));
    const paths = new Set(requirements.flatMap((requirement) => (requirement === undefined ? [] : [requirement.path])));
    this.#lookups = [...paths].map((path) => lookupOf(path, requirements));
  }

  /** The numbers of the rules to evaluate, in their order. `read` gives the text at a path; undefined when there is none. */
  candidates(read: (path: string) => string | undefined): number[] {
    this.#subject = (this.#subject + 1) >>> 0;
    const found: number[] = [...this.#always];
    const note = (rule: number): void => {
      if (this.#seen[rule] === this.#subject) return;
      this.#seen[rule] = this.#subject;
      found.push(rule);
    };
    for (const { path, equal, automaton, within } of this.#lookups) {
      const text = read(path);
      if (text === undefined) continue;
      for (const rule of equal.get(text) ?? NONE) note(rule);
      automaton?.find(text, (literal) => within[literal]!.forEach(note));
    }
    return found.length > 1 ? found.sort((left, right) => left - right) : found;
  }
}

const NONE: readonly number[] = [];

function lookupOf(path: string, requirements: readonly (Requirement | undefined)[]): Lookup {
  const equal = new Map<string, number[]>();
  const within = new Map<string, number[]>();
  for (const [rule, requirement] of requirements.entries()) {
    if (requirement?.path !== path) continue;
    const rules = requirement.kind === "equal" ? equal : within;
    for (const value of requirement.values) rules.set(value, [...(rules.get(value) ?? []), rule]);
  }
  const automaton = within.size === 0 ? undefined : new Automaton([...within.keys()]);
  return { path, equal, automaton, within: [...within.values()] };
}
