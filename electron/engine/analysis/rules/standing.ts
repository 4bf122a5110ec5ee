import type { Fingerprint } from "../../../../shared/domain/alert.ts";
import type { AlertTransition } from "../../../../shared/domain/log.ts";
import type { Rule } from "../../../../shared/domain/rule.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import type { Shape } from "../../rules/pair-rule.ts";
import { ReadRules, ruleKey, RuleSet } from "../../rules/rule-set.ts";
import type { Episode } from "../correlation/episode.ts";

/** Where alerts of one shape meet those that a rule groups them with. */
export type RulePoint = { readonly shape: Shape; episodes: Episode[] };

/** An active alert that a rule keeps out of incidents, as it was told of last. */
export type SuppressedAlert = { ruleId: string; scope: Scope; sourceId: string; body: AlertTransition };

/** What the enabled rules are, and what they have brought about that still matters. */
export class StandingRules {
  /** By scope and id, as `ruleKey` gives. */
  readonly rules = new Map<string, Rule>();
  readonly suppressed = new Map<Fingerprint, SuppressedAlert>();
  /** By the rule's key, then by the shape's. */
  readonly points = new Map<string, Map<string, RulePoint>>();
  readonly #read = new ReadRules();
  /** How many rules each scope has; those of a scope are put together when they are asked for. */
  readonly #counts = new Map<Scope, number>();
  readonly #sets = new Map<Scope, RuleSet>();

  /** The rules of a scope; undefined when it has none, which costs nothing more. */
  of(scope: Scope): RuleSet | undefined {
    if (!this.#counts.has(scope)) return undefined;
    const known = this.#sets.get(scope);
    if (known !== undefined) return known;
    const own = [...this.rules.values()].filter((rule) => rule.scope === scope);
    const made = new RuleSet(own, this.#read);
    this.#sets.set(scope, made);
    return made;
  }

  /** Takes a rule in place of what had its id; null removes it. */
  set(scope: Scope, id: string, rule: Rule | null): void {
    const key = ruleKey(scope, id);
    if (this.rules.delete(key)) this.#count(scope, -1);
    if (rule !== null) this.#put(rule);
    this.points.delete(key);
    this.#sets.delete(scope);
  }

  /** All at once, when the state is read. */
  load(rules: Iterable<Rule>): void {
    for (const rule of rules) this.#put(rule);
    this.#sets.clear();
  }

  #put(rule: Rule): void {
    const key = ruleKey(rule.scope, rule.id);
    if (!this.rules.has(key)) this.#count(rule.scope, 1);
    this.rules.set(key, rule);
  }

  #count(scope: Scope, more: number): void {
    const count = (this.#counts.get(scope) ?? 0) + more;
    if (count === 0) this.#counts.delete(scope);
    else this.#counts.set(scope, count);
  }

  /** A point as it was written. That of a rule which no longer passes its check is left out. */
  putPoint(scope: Scope, id: string, shape: string, episodes: Episode[]): void {
    const rule = this.of(scope)?.pairRule(id);
    if (rule === undefined) return;
    const key = ruleKey(scope, id);
    const points = this.points.get(key) ?? new Map<string, RulePoint>();
    this.points.set(key, points.set(shape, { shape: rule.shapeFrom(shape), episodes }));
  }

  /** Scope and id that a key was made of. */
  partsOf(key: string): [Scope, string] {
    const slash = key.lastIndexOf("/");
    return [key.slice(0, slash) as Scope, key.slice(slash + 1)];
  }
}
