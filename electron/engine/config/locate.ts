import { isCollection, isMap, isNode, isPair, type Document, type LineCounter, type Node } from "yaml";

export type Place = { line: number; column: number };

/** The nodes along a path, as far as the file goes; the last one is where a mistake is shown. */
function nodeAt(document: Document, path: readonly PropertyKey[]): Node | null {
  let node: Node | null = document.contents as Node | null;
  for (const key of path) {
    if (!isCollection(node)) return node;
    const next: unknown = node.get(key, true);
    if (!isNode(next)) return keyNode(node, key) ?? node;
    node = next;
  }
  return node;
}

function keyNode(node: Node | null, key: PropertyKey): Node | undefined {
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === String(key));
  return isNode(pair?.key) ? pair.key : undefined;
}

/** Where the value of a path stands; where it is missing, the place that should hold it. */
export function placeOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): Place {
  return placeOfNode(nodeAt(document, path), lines);
}

/** Where a key of the map at `path` is written. */
export function placeOfKey(document: Document, lines: LineCounter, path: readonly PropertyKey[], key: string): Place {
  const parent = nodeAt(document, path);
  return placeOfNode(keyNode(parent, key) ?? parent, lines);
}

function placeOfNode(node: Node | null, lines: LineCounter): Place {
  const offset = node?.range?.[0];
  if (offset === undefined) return { line: 1, column: 1 };
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/**
 * A place within a text of the file, by line and column of the text from 1. Where the text is written with escapes the place is that
 * of the text as a whole.
 */
export function placeWithin(
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
  { text, within }: { text: string; within: Place },
): Place {
  const node = nodeAt(document, path);
  const whole = placeOfNode(node, lines);
  const value: unknown = document.getIn(path);
  if (node?.range === undefined || node.range === null || typeof value !== "string") return whole;
  const wanted = value.split("\n")[within.line - 1] ?? "";
  const written = text.slice(node.range[0], node.range[1]).split("\n");
  // A block of lines begins after the line that says so.
  const index = written.findIndex((line, number) => number >= within.line - 1 && line.includes(wanted));
  if (wanted === "" || index < 0) return whole;
  const before = written[index]!.indexOf(wanted);
  return { line: whole.line + index, column: (index === 0 ? whole.column : 1) + before + within.column - 1 };
}
