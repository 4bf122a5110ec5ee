import { type Token, tokensOf } from "./regex-tokens.ts";

/** In how many ways an expression may go on from one place, repetitions without bound left out. */
const MOST_WAYS = 1_000;
/** How often a part stands there when repetitions within one another are written out. */
const MOST_COPIES = 1_000;

/**
 * `ways`: of the branch that is read. `others`: of the branches before it. `copies`: the most of any part. `unbounded`: something
 * in it repeats without bound.
 */
type Group = { ways: number; others: number; copies: number; unbounded: boolean };

const begun = (): Group => ({ ways: 1, others: 0, copies: 1, unbounded: false });

/**
 * How many parts repeat without bound. Infinite where bounds do not help: for a group that is repeated without bound and holds a
 * choice, or holds a repetition without bound and is repeated, as `(a|ab)*` or `(a+){2}`, and where many bounded choices multiply,
 * as in `(a{1,50}){1,50}` or `a?a?a?…`: matching with backtracking tries the product of all.
 */
export function costOf(source: string): number {
  const open: Group[] = [begun()];
  let unbounded = 0;
  for (const token of tokensOf(source)) {
    const group = open.at(-1)!;
    if (token.text === "(") open.push(begun());
    else if (token.text === "|") {
      group.others += group.ways;
      group.ways = 1;
    } else {
      const inner = token.text === ")" ? open.pop()! : begun();
      if (!take(open.at(-1) ?? begun(), inner, token)) return Infinity;
      if (token.repeated) unbounded++;
    }
  }
  const { ways, others } = open[0] ?? begun();
  return ways + others > MOST_WAYS ? Infinity : unbounded;
}

/** Adds a part to the group that it stands in. False when the part alone takes too long. */
function take(outer: Group, inner: Group, { least, most, repeated }: Token): boolean {
  const within = inner.ways + inner.others;
  if (most > 1 && within > 1 && (repeated || inner.unbounded)) return false;
  const copies = inner.copies * (repeated ? Math.max(1, least) : Math.max(1, most));
  // A repetition without bound is counted for itself; it is a choice to a group around it all the same.
  const ways = repeated ? 2 : within ** Math.max(1, most) * (1 + most - least);
  outer.ways *= most === 1 && least === 0 ? within + 1 : ways;
  outer.unbounded ||= repeated || inner.unbounded;
  outer.copies = Math.max(outer.copies, copies);
  return copies <= MOST_COPIES && outer.ways <= MOST_WAYS;
}
