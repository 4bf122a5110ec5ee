import { BREAK, BYTE_CLASS } from "./bytes.ts";
import { endOfConstant, endOfVariable, MOST_BYTES } from "./scan.ts";
import { SLACK, type Text } from "./text.ts";

/** Room for nodes, for the branches of those with children, and for the text of all. */
const MOST_NODES = 1 << 15;
const MOST_BRANCHES = 1 << 12;
const MOST_TEXT = 1 << 21;
/** Longer lines are not kept. */
const LONGEST = 2048;
const BYTES = 256;

/**
 * A node's numbers lie side by side: where its text begins and ends, the node behind a variable that follows, where its branch begins
 * (the child for each byte that may follow; the first branch is that of no child), and the value of a line that ends here.
 */
const NODE = 8;
const FROM = 0;
const TO = 1;
const GAP = 2;
const BRANCH = 3;
const VALUE = 4;

/**
 * Lines that came before, as a prefix tree over their bytes (Morrison's PATRICIA, J. ACM 1968) in which each word that varies is a
 * gap. It leads a line that differs from a known one in nothing else to the value of that, and no word of it is hashed. It holds
 * nothing that cannot be found out again: when it is full it begins anew.
 */
export class Trie {
  private readonly nodes = new Int32Array(MOST_NODES * NODE);
  private readonly children = new Int32Array(MOST_BRANCHES * BYTES);
  private readonly text = new Uint8Array(MOST_TEXT + SLACK);
  private readonly words = new DataView(this.text.buffer);
  /** Where the next node, branch and text will be. The first node is the root. */
  private nextNode = NODE;
  private nextBranch = BYTES;
  private nextText = 0;

  /**
   * A line of which only the beginning is hashed is not looked for: here its end would count too, and what a line is must not
   * depend on what the tree holds by chance.
   * @returns the value of the line `bytes[start, end)`, or 0
   */
  find(line: Text, start: number, end: number): number {
    if (end - start > MOST_BYTES) return 0;
    const { nodes, children, words } = this;
    const { bytes, words: lineWords } = line;
    let node = 0;
    let at = start;
    for (;;) {
      let from = nodes[node]!;
      let left = nodes[node + 1]! - from;
      if (left > end - at) return 0;
      for (; left >= 4; left -= 4) {
        if (words.getInt32(from, true) !== lineWords.getInt32(at, true)) return 0;
        from += 4;
        at += 4;
      }
      if (left > 0) {
        if ((words.getInt32(from, true) ^ lineWords.getInt32(at, true)) << (32 - left * 8) !== 0) return 0;
        at += left;
      }
      if (at === end) return nodes[node + 4]!;
      const behind = nodes[node + 2]!;
      if (behind !== 0) {
        const stop = endOfVariable(bytes, at, end);
        if (stop >= 0) {
          at = stop;
          node = behind;
          continue;
        }
      }
      node = children[nodes[node + 3]! + bytes[at]!]!;
      if (node === 0) return 0;
    }
  }

  /** Keeps a line with a value above 0. */
  add(bytes: Uint8Array, start: number, end: number, value: number): void {
    if (end - start > LONGEST) return;
    if (this.isFull(end - start)) this.clear();
    let node = 0;
    let from = start;
    for (let at = start; at < end;) {
      if ((BYTE_CLASS[bytes[at]!]! & BREAK) !== 0) {
        at++;
        continue;
      }
      const stop = endOfVariable(bytes, at, end);
      if (stop < 0) {
        at = endOfConstant(bytes, at, end);
        // A number that follows dots begins within a word: where it begins could not be told from the tree.
        if (at < end && (BYTE_CLASS[bytes[at]!]! & BREAK) === 0) return;
        continue;
      }
      node = this.behind(this.descend(node, bytes, from, at));
      at = stop;
      from = stop;
    }
    this.nodes[this.descend(node, bytes, from, end) + VALUE] = value;
  }

  clear(): void {
    this.nodes.fill(0, 0, this.nextNode);
    this.children.fill(0, 0, this.nextBranch);
    this.nextNode = NODE;
    this.nextBranch = BYTES;
    this.nextText = 0;
  }

  /** A line grows a node for each of its bytes at most, and branches only where it parts from the others. */
  private isFull(length: number): boolean {
    if (this.nextNode + (length + 3) * NODE > this.nodes.length) return true;
    return this.nextBranch + 3 * BYTES > this.children.length || this.nextText + length > MOST_TEXT;
  }

  /** The node behind the gap that follows a node. */
  private behind(node: number): number {
    if (this.nodes[node + GAP] === 0) this.nodes[node + GAP] = this.newNode();
    return this.nodes[node + GAP]!;
  }

  /** The node that ends where the text ends, which begins where `top` begins; it grows where it is not there. */
  private descend(top: number, bytes: Uint8Array, start: number, end: number): number {
    let node = top;
    let at = start;
    for (;;) {
      if (this.isBlank(node)) this.write(node, bytes, at, end);
      const length = this.commonLength(node, bytes, at, end);
      if (length < this.nodes[node + TO]! - this.nodes[node + FROM]!) this.split(node, length);
      at += length;
      if (at === end) return node;
      node = this.child(node, bytes[at]!);
    }
  }

  private isBlank(node: number): boolean {
    const { nodes } = this;
    return (
      nodes[node + FROM] === nodes[node + TO] && !(nodes[node + GAP] || nodes[node + BRANCH] || nodes[node + VALUE])
    );
  }

  private commonLength(node: number, bytes: Uint8Array, start: number, end: number): number {
    const from = this.nodes[node + FROM]!;
    const most = Math.min(this.nodes[node + TO]! - from, end - start);
    let length = 0;
    while (length < most && this.text[from + length] === bytes[start + length]) length++;
    return length;
  }

  private write(node: number, bytes: Uint8Array, start: number, end: number): void {
    this.nodes[node + FROM] = this.nextText;
    this.text.set(bytes.subarray(start, end), this.nextText);
    this.nextText += end - start;
    this.nodes[node + TO] = this.nextText;
  }

  /** What follows the first bytes of a node becomes its only child. */
  private split(node: number, length: number): void {
    const { nodes } = this;
    const at = nodes[node + FROM]! + length;
    const lower = this.newNode();
    nodes.copyWithin(lower, node, node + NODE);
    nodes[lower + FROM] = at;
    nodes[node + TO] = at;
    nodes[node + GAP] = nodes[node + BRANCH] = nodes[node + VALUE] = 0;
    this.children[this.branchOf(node) + this.text[at]!] = lower;
  }

  private child(node: number, byte: number): number {
    const place = this.branchOf(node) + byte;
    if (this.children[place] === 0) this.children[place] = this.newNode();
    return this.children[place]!;
  }

  private branchOf(node: number): number {
    if (this.nodes[node + BRANCH] === 0) {
      this.nodes[node + BRANCH] = this.nextBranch;
      this.nextBranch += BYTES;
    }
    return this.nodes[node + BRANCH]!;
  }

  private newNode(): number {
    const node = this.nextNode;
    this.nextNode += NODE;
    return node;
  }
}
