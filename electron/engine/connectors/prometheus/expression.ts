/** An alert's condition taken apart: what is measured, and the number it is compared with. */
export type Condition = { measured: string; threshold: number | null };

type Operator = { at: number; length: number };

const COMPARISONS = ["==", "!=", ">=", "<=", ">", "<"];
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * Takes the trailing comparison off a PromQL expression: `rate(x[5m]) > 0.2` measures `rate(x[5m])` against 0.2.
 * The server gives expressions without comments. Of operands joined by `and`, `or` or `unless` the first is taken. Without a comparison everything is measured.
 */
export function conditionOf(expression: string): Condition {
  const whole = unwrap(expression.trim());
  const [joined] = operatorsOf(whole).joins;
  if (joined !== undefined) return conditionOf(whole.slice(0, joined.at));
  const comparison = operatorsOf(whole).comparisons.at(-1);
  if (comparison === undefined) return { measured: whole, threshold: null };
  const left = unwrap(whole.slice(0, comparison.at).trim());
  const right = unwrap(
    whole
      .slice(comparison.at + comparison.length)
      .replace(/^\s*bool\b/, "")
      .trim(),
  );
  if (NUMBER.test(right)) return { measured: withoutComparison(left), threshold: Number(right) };
  if (NUMBER.test(left)) return { measured: withoutComparison(right), threshold: Number(left) };
  return { measured: withoutComparison(left), threshold: null };
}

/** `a > 1 < 5` compares twice: both go. */
const withoutComparison = (expression: string): string =>
  operatorsOf(expression).comparisons.length > 0 ? conditionOf(expression).measured : expression;

/** Takes parentheses off that hold the whole expression. */
function unwrap(expression: string): string {
  if (!expression.startsWith("(") || closingOf(expression) !== expression.length - 1) return expression;
  return unwrap(expression.slice(1, -1).trim());
}

/** Index of the parenthesis that closes the first one. */
function closingOf(expression: string): number {
  for (const { index, depth, character } of charactersOf(expression))
    if (depth === 0 && character === ")") return index;
  return -1;
}

/** Operators outside all brackets and strings. */
function operatorsOf(expression: string): { comparisons: Operator[]; joins: Operator[] } {
  const comparisons: Operator[] = [];
  const joins: Operator[] = [];
  let free = 0;
  for (const { index, depth, character } of charactersOf(expression)) {
    if (depth > 0 || index < free) continue;
    const comparison = COMPARISONS.find((operator) => expression.startsWith(operator, index));
    if (comparison !== undefined) {
      comparisons.push({ at: index, length: comparison.length });
      free = index + comparison.length;
    } else if (/[aou]/i.test(character) && !/[\w:]/.test(expression[index - 1] ?? " ")) {
      const word = /^(and|or|unless)\b/i.exec(expression.slice(index, index + 7));
      if (word) joins.push({ at: index, length: word[0].length });
    }
  }
  return { comparisons, joins };
}

/** Each character outside strings, with how many brackets are open around it. */
function* charactersOf(expression: string): Generator<{ index: number; depth: number; character: string }> {
  let depth = 0;
  for (let index = 0; index < expression.length; index++) {
    const character = expression[index]!;
    if (character === '"' || character === "'" || character === "`") {
      for (index++; index < expression.length && expression[index] !== character; index++) {
        if (expression[index] === "\\" && character !== "`") index++;
      }
    } else {
      if (")]}".includes(character)) depth--;
      yield { index, depth, character };
      if ("([{".includes(character)) depth++;
    }
  }
}

const SELECTOR = /^([a-zA-Z_:][\w:]*)(?:\{([^{}]*)\})?$/;

/**
 * Adds `name="value"` for each label to an expression that is a plain selector; any other is given back as it is,
 * because a label of its result need not be one of its input.
 */
export function narrowed(expression: string, labels: Readonly<Record<string, string>>): string {
  const selector = SELECTOR.exec(expression);
  if (selector === null) return expression;
  const own = (selector[2] ?? "").trim().replace(/,$/, "");
  const added = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${selector[1]}{${[...(own === "" ? [] : [own]), ...added].join(",")}}`;
}
