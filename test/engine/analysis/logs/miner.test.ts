import { describe, expect, it } from "vitest";
import { LogMiner, type LogPattern } from "../../../../electron/engine/analysis/logs/miner.ts";
import { groupingAccuracy, HEADERS, labelledLines, randomOf } from "../../../builders/logs.ts";

const add = (miner: LogMiner, text: string): number => {
  const bytes = Buffer.from(text);
  return miner.add(bytes, 0, bytes.length);
};

function mine(lines: readonly string[], miner = new LogMiner()): { ids: number[]; patterns: LogPattern[] } {
  const ids = lines.map((line) => add(miner, line));
  return { ids: ids.map((id) => miner.current(id)), patterns: miner.list() };
}

const templatesOf = (lines: readonly string[]): string[] => mine(lines).patterns.map(({ template }) => template);

describe("grouping", () => {
  it.each(Object.keys(HEADERS))("finds the templates behind a header of the form %s", (header) => {
    const lines = labelledLines(7, 3000, header);
    const { ids, patterns } = mine(lines.map(({ text }) => text));
    expect(
      groupingAccuracy(
        lines.map(({ template }) => template),
        ids,
      ),
    ).toBeGreaterThanOrEqual(0.98);
    expect(patterns.every(({ template }) => !/\d\d:\d\d:\d\d/.test(template))).toBe(true);
  });

  it("learns several headers in one stream", () => {
    const kinds = ["iso", "syslog", "bracketed"].map((header, index) => labelledLines(index + 1, 1500, header));
    const lines = kinds[0]!.flatMap((_, index) => kinds.map((kind) => kind[index]!));
    const { ids } = mine(lines.map(({ text }) => text));
    expect(
      groupingAccuracy(
        lines.map(({ template }) => template),
        ids,
      ),
    ).toBeGreaterThanOrEqual(0.98);
  });

  it("makes one pattern of messages that differ in numbers, addresses, paths, hashes, sizes and dates", () => {
    expect(templatesOf(["took 5 ms for 10.0.0.1:80 in /var/a", "took 17 ms for 10.2.3.4:8080 in /srv/b/c"])).toEqual([
      "took <*> ms for <*> in <*>",
    ]);
    expect(templatesOf(["free 5.1 KB of cb:fc:ad:90:01:02", "free 17 B of 00:11:22:33:44:ff"])).toEqual([
      "free <*> of <*>",
    ]);
    expect(templatesOf(["at Sat Jul 9 12:16:51 2005", "at Sun Aug 10 01:00:00 2006"])).toHaveLength(1);
  });

  it("keeps few words apart and makes a variable of many", () => {
    const said = (users: readonly string[]): string[] => users.map((user) => `quota exceeded by ${user} today`);
    expect(templatesOf(said(["ann", "bob"]))).toHaveLength(2);
    expect(templatesOf(said(["ann", "bob", "eve"]))).toEqual(["quota exceeded by <*> today"]);
  });

  it("keeps true apart from false", () => {
    expect(templatesOf(["replica ready=true now", "replica ready=false now"])).toHaveLength(2);
  });

  it("takes two places for variables at once when each shows many words", () => {
    const names = ["alpha", "beta", "gamma", "delta", "omega", "sigma", "kappa"];
    const lines = names.map((name, index) => `service ${name} moved quickly to ${names.at(-index)!} rack`);
    expect(mine(lines).patterns).toHaveLength(1);
  });

  it("tells of each merge, so that old ids can be followed", () => {
    const merges = new Map<number, number>();
    const miner = new LogMiner({ merged: (from, into) => void merges.set(from, into) });
    const ids = ["ann", "bob", "eve"].map((user) => add(miner, `quota exceeded by ${user} today`));
    const follow = (id: number): number => (merges.has(id) ? follow(merges.get(id)!) : id);
    expect(new Set(ids.map(follow)).size).toBe(1);
    expect(follow(ids[0]!)).toBe(miner.list()[0]!.id);
  });

  it("counts the lines of a pattern and keeps its first, its last and an example", () => {
    const { patterns } = mine(["job 1 done", "other", "job 2 done", "job 3 done"]);
    expect(patterns[0]).toMatchObject({ template: "job <*> done", example: "job 1 done", count: 3, first: 1, last: 4 });
  });

  it("gives the words that vary in the last line", () => {
    const miner = new LogMiner();
    const bytes = Buffer.from("job 17 took 3.5 seconds");
    miner.add(bytes, 0, bytes.length);
    expect(miner.variablesOfLast(bytes, bytes.length)).toEqual(["17", "3.5"]);
  });
});

describe("determinism", () => {
  const lines = labelledLines(3, 2500, "syslog").map(({ text }) => text);
  const whole = mine(lines);

  it("goes on from a checkpoint as if it had not been interrupted, to the bit", () => {
    for (const at of [1, 15, 16, 17, 64, 1000]) {
      const first = new LogMiner();
      for (const line of lines.slice(0, at)) add(first, line);
      const second = new LogMiner();
      second.restore(first.checkpoint());
      expect(Buffer.from(second.checkpoint()).equals(Buffer.from(first.checkpoint()))).toBe(true);
      for (const line of lines.slice(at)) {
        expect(add(second, line)).toBe(add(first, line));
      }
      expect(second.list()).toEqual(first.list());
      expect(second.list()).toEqual(whole.patterns);
    }
  });

  it("goes on from a checkpoint with lines of any length, although nothing of them is at hand then", () => {
    const lineOf = (length: number, index: number, tail = ""): string =>
      `GET /${String.fromCharCode(97 + (index % 26)).repeat(length)} finished with status ok after retry${tail}`;
    const first = new LogMiner();
    for (let index = 0; index < 6; index++) add(first, lineOf(20, index));
    // The second is read whole; of the third its last byte is not read, of the last but two nothing but the first two words.
    const lengths = [4054, 4055, 4056, 4070, 4090, 4091, 4092, 5000, 70_000];
    for (const [index, length] of lengths.entries()) {
      const second = new LogMiner();
      second.restore(first.checkpoint());
      for (const tail of ["", ` ${"word ".repeat(index * 7)}`]) {
        const line = lineOf(length, index, tail);
        expect(add(second, line), `${line.length} bytes`).toBe(add(first, line));
      }
      expect(second.list()).toEqual(first.list());
    }
  });

  it("says of a prefix what it says when more follows", () => {
    const ids = (count: number): number[] => {
      const miner = new LogMiner();
      return lines.slice(0, count).map((line) => add(miner, line));
    };
    expect(ids(2500).slice(0, 700)).toEqual(ids(700));
  });

  it("does not change by being asked for its patterns", () => {
    const miner = new LogMiner();
    lines.forEach((line, index) => {
      add(miner, line);
      if (index % 500 === 0) miner.list();
    });
    expect(miner.list()).toEqual(whole.patterns);
  });

  it("refuses a checkpoint of another version", () => {
    const other = new LogMiner();
    expect(() => other.restore(Buffer.from("nonsense"))).toThrow();
  });
});

describe("hostile lines", () => {
  it("takes lines at the very end of their memory, and looks no further", () => {
    const lines = labelledLines(9, 500, "syslog").map(({ text }) => text);
    const miner = new LogMiner();
    const ids = lines.map((line) => {
      const bytes = Buffer.from(Uint8Array.from(Buffer.from(`x${line}`)).buffer);
      return [miner.add(bytes, 1, bytes.length), miner.variablesOfLast(bytes, bytes.length)];
    });
    const other = new LogMiner();
    const all = Buffer.from(lines.join(""));
    let at = 0;
    const others = lines.map((line) => {
      const to = at + Buffer.byteLength(line);
      const id = [other.add(all, at, to), other.variablesOfLast(all, to)];
      at = to;
      return id;
    });
    expect(ids).toEqual(others);
    expect(miner.list()).toEqual(other.list());
  });

  it("takes any bytes", () => {
    const random = randomOf(11);
    const miner = new LogMiner();
    for (let line = 0; line < 3000; line++) {
      const bytes = Buffer.from(Array.from({ length: random(200) }, () => random(256)));
      miner.add(bytes, 0, bytes.length);
    }
    expect(miner.list().reduce((total, { count }) => total + count, 0)).toBe(3000);
  });

  it("takes very long lines, and lines of one sign", () => {
    const miner = new LogMiner();
    for (const sign of ["a", "1", "[", "(", "/", ".", ":", "=", '"', "|", " ", "é"]) {
      for (const length of [1, 2, 5000, 300_000]) add(miner, sign.repeat(length));
      add(miner, `${sign} `.repeat(20_000));
    }
    expect(miner.lines).toBe(60);
  });

  it("lets patterns go before there are too many, the oldest first, and says so", () => {
    let ended = 0;
    const miner = new LogMiner({ ended: ({ count }) => void (ended += count) });
    const random = randomOf(5);
    const letters = (): string => Array.from({ length: 6 }, () => String.fromCharCode(97 + random(26))).join("");
    for (let line = 0; line < 40_000; line++) {
      add(miner, `${letters()} ${letters()} ${letters()}`);
      if (line % 100 === 0) add(miner, "the heart beats");
    }
    const left = miner.list();
    expect(left.length).toBeLessThanOrEqual(16_384);
    expect(left.find(({ template }) => template === "the heart beats")?.count).toBe(400);
    expect(ended + left.reduce((total, { count }) => total + count, 0)).toBe(40_400);
  });
});
