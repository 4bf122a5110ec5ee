/** Seeded lines of logs whose templates are known, in several formats of header. */
export type LabelledLine = { text: string; template: number };

type Random = (below: number) => number;

/** Mulberry32: the same numbers for the same seed. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const two = (value: number): string => String(value).padStart(2, "0");
const clock = (index: number): string =>
  `${two(Math.floor(index / 3600) % 24)}:${two(Math.floor(index / 60) % 60)}:${two(index % 60)}`;
const address = (random: Random): string => [10, random(255), random(255), 1 + random(250)].join(".");
const hexadecimal = (random: Random, length: number): string =>
  Array.from({ length }, () => "0123456789abcdef"[random(16)]).join("");
const word = (random: Random): string =>
  Array.from({ length: 4 + random(5) }, () => "abcdefghijklmnop"[random(16)]).join("");

/** What programs say: each is one template, however its variables fall. */
export const MESSAGES: readonly ((random: Random) => string)[] = [
  (random) => `Connection from ${address(random)} port ${1024 + random(60_000)} closed after ${random(900)} ms`,
  (random) => `Accepted publickey for user ${word(random)} from ${address(random)}`,
  (random) => `Volume vol-${hexadecimal(random, 8)} attached to instance ${hexadecimal(random, 12)}`,
  () => "Garbage collection started",
  () => "Garbage collection finished",
  (random) => `Cache hit ratio is ${random(100)}.${random(100)} over ${random(5000)} requests`,
  (random) => `GET /api/${word(random)}?page=${random(50)} returned ${200 + random(300)}`,
  (random) => `disk /dev/sd${"abcd"[random(4)]} usage ${random(100)}% threshold 90%`,
  (random) => `leader=${random(2) === 0} term=${random(1000)}`.replace(/leader=(true|false)/, "leader=true"),
  (random) => `Worker ${random(64)} exited with code ${random(5)}`,
  (random) => `reloading configuration from /etc/${word(random)}/${word(random)}.conf`,
  () => "checkpoint complete",
];

/** What stands in front of them. */
export const HEADERS: Readonly<Record<string, (random: Random, index: number) => string>> = {
  none: () => "",
  iso: (random, index) =>
    `2026-03-0${1 + random(9)}T${clock(index)}.${100 + random(900)}Z ${["INFO", "WARN", "ERROR"][random(3)]} `,
  syslog: (random, index) =>
    `Mar  ${1 + random(9)} ${clock(index)} host${random(9)} ${["sshd", "app", "kernel"][random(3)]}[${random(9000)}]: `,
  bracketed: (random, index) => `[Mon Mar 02 ${clock(index)} 2026] [${["notice", "error"][random(2)]}] `,
  piped: (random, index) =>
    `20260302-${clock(index)}:${random(1000)}|${["Step", "Store"][random(2)]}|${30_000 + random(9)}|`,
  threaded: (random, index) =>
    `${clock(index)}.${100 + random(900)} [pool ${random(9)} worker ${random(9)}] DEBUG c.e.${["Orders", "Users"][random(2)]} - `,
  numbered: (random, index) => `${100_000 + index} node-${random(90)} unit.state_change ${1_770_000_000 + index} 1 `,
};

/** Lines of all templates in random order, behind one header. */
export function labelledLines(seed: number, count: number, header = "none"): LabelledLine[] {
  const random = randomOf(seed);
  const before = HEADERS[header]!;
  return Array.from({ length: count }, (_, index) => {
    const template = random(MESSAGES.length);
    return { template, text: before(random, index) + MESSAGES[template]!(random) };
  });
}

/** The share of lines whose group holds exactly the lines of their template. */
export function groupingAccuracy(templates: readonly number[], groups: readonly number[]): number {
  const sizes = (keys: readonly (number | string)[]): Map<number | string, number> => {
    const counts = new Map<number | string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const byTemplate = sizes(templates);
  const byGroup = sizes(groups);
  const joint = sizes(templates.map((template, index) => `${template} ${groups[index]!}`));
  const exact = templates.filter((template, index) => {
    const group = groups[index]!;
    const both = joint.get(`${template} ${group}`);
    return both === byTemplate.get(template) && both === byGroup.get(group);
  });
  return exact.length / templates.length;
}
