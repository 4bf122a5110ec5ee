import fc from "fast-check";
import { expect, it } from "vitest";
import { readEvents } from "../../../electron/engine/store/event-log.ts";
import type { Report } from "../../../shared/domain/event.ts";
import { START } from "../../../shared/domain/position.ts";
import { analyse } from "../../builders/analysis.ts";
import { IntakeBench, NOW } from "../../builders/intake.ts";
import { anAlertReport } from "../../builders/report.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SPAN = HOUR;

/** What is reported after how long. Numbers name pods and nodes. */
type Happening = { afterMs: number; pod: number; node: number; kind: "edge" | "alert" | "end" | "tick" };

const happenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 5 * MINUTE }),
    pod: fc.nat(4),
    node: fc.nat(2),
    kind: fc.constantFrom("edge", "alert", "end", "tick"),
  }),
  { minLength: 1, maxLength: 25 },
);

/** Nothing but ticks for so long. */
const quiet = (ms: number): Happening[] =>
  Array.from({ length: ms / (5 * MINUTE) }, () => ({ afterMs: 5 * MINUTE, pod: 0, node: 0, kind: "tick" }));

/** Every alert that a story may have opened ends. */
const endings: Happening[] = [0, 1, 2, 3, 4].flatMap((pod) =>
  [0, 1, 2].map((node) => ({ afterMs: 0, pod, node, kind: "end" as const })),
);

function reportOf({ kind, pod, node }: Happening): Report {
  if (kind === "edge") {
    const from = { namespace: "k8s", value: `pod-${pod}`, kind: "pod" } as const;
    const to = { namespace: "k8s", value: `node-${node}`, kind: "host" } as const;
    return { kind: "edge", from, to, origin: "declared", confidence: 1 };
  }
  const labels = { pod: `pod-${pod}`, node: `node-${node}` };
  return anAlertReport({ labels, state: kind === "end" ? "resolved" : "firing" });
}

/** Plays a story, what comes between two ticks cut into transactions of `size`, with a restart after every `restartEvery`-th tick. */
function play(story: readonly Happening[], size: number, restartEvery: number) {
  const bench = new IntakeBench();
  const waiting: Report[] = [];
  let now = NOW;
  let ticks = 0;
  try {
    for (const happening of story) {
      now += happening.afterMs;
      if (happening.kind !== "tick") {
        waiting.push(reportOf(happening));
        continue;
      }
      while (waiting.length > 0) bench.push("k8s", waiting.splice(0, size), now);
      bench.tick(now, SPAN);
      if (++ticks % restartEvery === 0) bench.restart();
    }
    const rows = (table: string) =>
      bench.db.prepare(`SELECT * FROM ${table}`).all() as { to_position: number | null }[];
    return { log: readEvents(bench.db, START, 100_000), tables: ["entity", "entity_alias", "edge"].map(rows) };
  } finally {
    bench.close();
  }
}

it(
  "logs and keeps the same whatever the transactions and restarts, and in the end nothing",
  { timeout: 120_000 },
  () => {
    const sizes = fc.record({ size: fc.integer({ min: 1, max: 3 }), restartEvery: fc.integer({ min: 5, max: 40 }) });
    fc.assert(
      fc.property(happenings, happenings, sizes, (one, other, { size, restartEvery }) => {
        const story = [...one, ...quiet(7.5 * HOUR), ...other, ...endings, ...quiet(8 * HOUR)];
        const whole = play(story, 1_000, Infinity);
        expect(play(story, size, restartEvery)).toEqual(whole);
        for (const rows of whole.tables) expect(rows.filter((row) => row.to_position === null)).toEqual([]);
        expect(analyse(whole.log, [7], (batch) => batch % restartEvery === 0).saved.keys("entity/")).toEqual([]);
      }),
      { numRuns: 6 },
    );
  },
);
