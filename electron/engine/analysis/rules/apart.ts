import type { PairRule, Shape } from "../../rules/pair-rule.ts";
import type { Group } from "../correlation/group.ts";
import type { State } from "../state/state.ts";

/** Shapes that a group remembers of one rule. A rule that sees more differences than this parts by the first of them. */
const SHAPES_PER_GROUP = 24;

/** What rules that separate know of a group. `shapes`: keys by the rule's id. `keptApart`: rules that have kept something out of it. */
export type Ruled = { shapes: Map<string, Set<string>>; keptApart: Set<string> };

const ruledOf = (group: Group): Ruled => (group.ruled ??= { shapes: new Map(), keptApart: new Set() });

/** A rule that concerns an alert which begins, and what it sees of it. */
export type Concern = { rule: PairRule; shape: Shape };

/** The rule that keeps an alert out of a group; undefined when none does. */
export function partingRule(group: Group, concerns: readonly Concern[]): string | undefined {
  for (const { rule, shape } of concerns) {
    if (rule.effect !== "separate") continue;
    for (const key of group.ruled?.shapes.get(rule.id) ?? [])
      if (rule.holds(shape, rule.shapeFrom(key))) return rule.id;
  }
  return undefined;
}

/** The rule that keeps two groups apart. */
export function partingRuleOf({ rules }: State, left: Group, right: Group): string | undefined {
  const set = rules.of(left.scope);
  if (set === undefined || left.ruled === null || right.ruled === null) return undefined;
  for (const [id, shapes] of left.ruled.shapes) {
    const others = right.ruled.shapes.get(id);
    const rule = others === undefined ? undefined : set.pairRule(id);
    if (rule === undefined) continue;
    for (const key of shapes)
      for (const other of others!) if (rule.holds(rule.shapeFrom(key), rule.shapeFrom(other))) return id;
  }
  return undefined;
}

/** Remembers with its group what rules that separate see of an alert. */
export function noteShapes({ touched }: State, group: Group, concerns: readonly Concern[]): void {
  for (const { rule, shape } of concerns) {
    if (rule.effect !== "separate") continue;
    const { shapes } = ruledOf(group);
    const known = shapes.get(rule.id) ?? new Set();
    if (known.has(shape.key) || known.size >= SHAPES_PER_GROUP) continue;
    shapes.set(rule.id, known.add(shape.key));
    touched.ruled.add(group.number);
  }
}

/** Tells an incident that a rule has kept something out of it. */
export function noteKeptApart(state: State, group: Group, id: string): void {
  const { keptApart } = ruledOf(group);
  if (keptApart.has(id)) return;
  keptApart.add(id);
  state.touched.ruled.add(group.number);
  state.noteNews(group);
}

/** What is known of one group is true of the other, too. */
export function addRuled({ touched }: State, to: Group, { ruled }: Group): void {
  if (ruled === null) return;
  const own = ruledOf(to);
  for (const [id, shapes] of ruled.shapes) {
    const known = own.shapes.get(id) ?? new Set();
    for (const shape of shapes) if (known.size < SHAPES_PER_GROUP) known.add(shape);
    own.shapes.set(id, known);
  }
  for (const id of ruled.keptApart) own.keptApart.add(id);
  touched.ruled.add(to.number);
}
