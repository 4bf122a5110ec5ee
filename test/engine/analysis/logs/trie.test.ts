import fc from "fast-check";
import { expect, it } from "vitest";
import { MOST_BYTES, Scanner } from "../../../../electron/engine/analysis/logs/scan.ts";
import { type Text, textOf } from "../../../../electron/engine/analysis/logs/text.ts";
import { Trie } from "../../../../electron/engine/analysis/logs/trie.ts";
import { labelledLines, randomOf } from "../../../builders/logs.ts";

const lineOf = (line: string): Text => textOf(Buffer.from(line, "latin1"));
const find = (trie: Trie, line: string): number => {
  const text = lineOf(line);
  return trie.find(text, 0, text.bytes.length);
};
const add = (trie: Trie, line: string, value: number): void => {
  const { bytes } = lineOf(line);
  trie.add(bytes, 0, bytes.length, value);
};

it("knows a line again when it differs in its variables alone", () => {
  const trie = new Trie();
  add(trie, "took 5 ms for /var/a in deadbeef", 1);
  add(trie, "took 5 minutes", 2);
  add(trie, "", 3);
  expect(find(trie, "took 1.75 ms for /srv/b/c in feedfacecafe")).toBe(1);
  expect(find(trie, "took 99 minutes")).toBe(2);
  expect(find(trie, "")).toBe(3);
  for (const other of ["took 5 ms", "took five minutes", "took 5 minutes ", "took  5 minutes", "tooks 5 minutes", "5"])
    expect(find(trie, other)).toBe(0);
});

it("leaves a number that follows dots to others, because it begins within a word", () => {
  const trie = new Trie();
  add(trie, "enabled........1", 1);
  expect(find(trie, "enabled........1")).toBe(0);
});

it("never takes a line for another, whatever the bytes: what it finds has the same words", () => {
  const sign = fc.constantFrom(..."ab1f/.:=-,*[ \u00e9");
  const long = fc.constantFrom(MOST_BYTES - 30, MOST_BYTES - 1, MOST_BYTES).map((length) => `/${"v".repeat(length)}`);
  const piece = fc.constantFrom("deadbeef", "enabled..", "10.0.0.1", "/var/log", "user", "=7", " ", ": ");
  const line = fc
    .array(fc.oneof({ arbitrary: sign, weight: 9 }, { arbitrary: piece, weight: 9 }, long), { maxLength: 14 })
    .map((parts) => parts.join(""));
  const scanner = new Scanner();
  const hashOf = (text: string): string => {
    const { bytes } = lineOf(text);
    scanner.hash(bytes, 0, bytes.length);
    return `${scanner.first} ${scanner.second}`;
  };
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), fc.array(line), (known, others) => {
      const trie = new Trie();
      known.forEach((each, index) => add(trie, each, index + 1));
      for (const each of [...known, ...others]) {
        const found = find(trie, each);
        if (found > 0) expect(hashOf(known[found - 1]!)).toBe(hashOf(each));
      }
    }),
    { numRuns: 300 },
  );
});

it("does not look for a line of which only the beginning is read, which it would read to the end", () => {
  const trie = new Trie();
  add(trie, "GET /a finished", 1);
  const rest = "GET / finished".length;
  expect(find(trie, `GET /${"a".repeat(MOST_BYTES - rest)} finished`)).toBe(1);
  expect(find(trie, `GET /${"a".repeat(MOST_BYTES - rest + 1)} finished`)).toBe(0);
});

it("finds nearly all lines of a log that it has seen once", () => {
  const trie = new Trie();
  const lines = labelledLines(3, 4000).map(({ text }) => text);
  lines.slice(0, 2000).forEach((line, index) => add(trie, line, index + 1));
  const known = lines.slice(2000).filter((line) => !/user|api|reloading/.test(line));
  expect(known.filter((line) => find(trie, line) > 0).length / known.length).toBeGreaterThan(0.98);
});

it("begins anew when it is full", () => {
  const trie = new Trie();
  const random = randomOf(7);
  const word = (): string => Array.from({ length: 12 }, () => String.fromCharCode(97 + random(26))).join("");
  for (let line = 1; line <= 60_000; line++) {
    const text = `${word()} ${word()}`;
    add(trie, text, line);
    expect(find(trie, text)).toBe(line);
  }
});
