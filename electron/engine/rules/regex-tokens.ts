/** `least`, `most`: how often it may stand there; 1 and 1 without a quantifier. */
export type Token = {
  text: string;
  quantified: boolean;
  repeated: boolean;
  optional: boolean;
  least: number;
  most: number;
};

/** A repetition that may go on for longer counts as one without bound. */
const LONGEST_BOUND = 50;

/** Characters, escapes and classes of an expression, each with its quantifier. */
export function* tokensOf(source: string): Generator<Token> {
  const token = /\\u\{[^}]*\}|\\[\s\S]|\[(?:\\.|[^\]\\])*\]|\((?:\?(?::|<[^>=!]+>))?|[\s\S]/gy;
  const quantifier = /[*+?]\??|\{\d+(?:,\d*)?\}\??/y;
  for (let match = token.exec(source); match !== null; match = token.exec(source)) {
    quantifier.lastIndex = token.lastIndex;
    const found = match[0].startsWith("(") ? null : quantifier.exec(source);
    if (found !== null) token.lastIndex = quantifier.lastIndex;
    const written = found?.[0] ?? "";
    const { least, most } = boundsOf(written);
    yield {
      text: match[0].startsWith("(") ? "(" : match[0],
      quantified: written !== "",
      repeated: most !== least && most > LONGEST_BOUND,
      optional: least === 0,
      least,
      most,
    };
  }
}

function boundsOf(quantifier: string): { least: number; most: number } {
  if (quantifier === "") return { least: 1, most: 1 };
  if (quantifier.startsWith("?")) return { least: 0, most: 1 };
  if (quantifier.startsWith("*")) return { least: 0, most: Infinity };
  if (quantifier.startsWith("+")) return { least: 1, most: Infinity };
  const [least = "", most] = quantifier.replace(/[{}?]/g, "").split(",");
  if (most === undefined) return { least: Number(least), most: Number(least) };
  return { least: Number(least), most: most === "" ? Infinity : Number(most) };
}
