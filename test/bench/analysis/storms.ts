import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand, runNode } from "./child.ts";
import { type AnalysisBench, type AnalysisFigure, figureOf } from "./figure.ts";
import { agreementWhenLate } from "./late-storm.ts";
import { ticketDelays } from "./tickets.ts";

/** What the storm scorer prints as JSON after its table. */
type Score = {
  reduction: number;
  incident: { bF1: number };
  mergedIncidents: number;
  noiseInTickets: number;
  root: { top1: number; top3: number; change1: number | null };
  suppression: { precision: number | null; incidentsHidden: number };
};

/** `isAlsoLate`: it is correlated once more with some of its alerts late. */
type Storm = { preset: string; seed: number; options?: readonly string[]; isAlsoLate?: boolean };
type Scored = {
  last: Score;
  first: Score;
  delays: readonly number[];
  late: number | undefined;
  seconds: number;
  peakBytes: number;
};

/** A ticket should be there so soon after the second related alert. */
const TICKET_MS = 60_000;

const SEEDS = [11, 12, 13];
/** Harder storms: what each option makes of them is reported as a curve. */
const HARDER: Record<string, readonly string[]> = {
  "10 % of the edges missing": ["--missing-edges", "0.1"],
  "20 % of the edges missing": ["--missing-edges", "0.2"],
  "a tenth of the clocks skewed": ["--skewed-sources", "0.1"],
  "a quarter of the clocks skewed": ["--skewed-sources", "0.25"],
  "half the incidents overlap": ["--overlap", "0.5"],
  "twice the overlap": ["--overlap", "0.7"],
};

/** Alert storms of a generator with known truth, in `DIR/storm`. */
export const storms: AnalysisBench = async ({ data, quick, progress }) => {
  const preset = quick ? "small" : "medium";
  const scored: Scored[] = [];
  for (const seed of quick ? SEEDS.slice(0, 1) : SEEDS) {
    progress(`${preset}, seed ${seed}`);
    scored.push(await score(data, { preset, seed, isAlsoLate: scored.length === 0 }));
  }
  const figures = [...summaryOf(preset, scored), ...lateFigures(preset, scored)];
  for (const [name, options] of quick ? [] : Object.entries(HARDER)) {
    progress(name);
    const { last } = await score(data, { preset, seed: SEEDS[0]!, options });
    figures.push(figureOf(`correlation, B3 F1, ${name}`, last.incident.bF1, "", {}));
  }
  return quick ? figures : [...figures, ...(await otherSizes(data, progress))];
};

function summaryOf(preset: string, scored: readonly Scored[]): AnalysisFigure[] {
  const mean = (of: (each: Scored) => number): number =>
    scored.reduce((sum, each) => sum + of(each), 0) / scored.length;
  const named = (name: string): string => `correlation, ${preset}: ${name}`;
  const oneHop = (value: number): Record<string, number> => ({ "one hop": value });
  const figure = (name: string, of: (each: Scored) => number, rest: Parameters<typeof figureOf>[3]): AnalysisFigure =>
    figureOf(named(name), mean(of), "", rest);
  const atLeast = (least: number, others: number) => ({ goal: { atLeast: least }, others: oneHop(others) });
  const atMost = (most: number, others: number) => ({ goal: { atMost: most }, others: oneHop(others) });
  return [
    figure("B3 F1 of incidents", ({ last }) => last.incident.bF1, atLeast(0.92, 0.748)),
    figure("merged incidents", ({ last }) => last.mergedIncidents, atMost(6, 19.7)),
    figure("noise in tickets", ({ last }) => last.noiseInTickets, atMost(0.02, 0.022)),
    figure("reduction", ({ last }) => last.reduction, atLeast(0.75, 0.768)),
    figure("incidents hidden", ({ last }) => last.suppression.incidentsHidden, { goal: { atMost: 0 } }),
    figure("precision of suppression", ({ last }) => last.suppression.precision ?? 1, { goal: { atLeast: 0.99 } }),
    figure("root first", ({ last }) => last.root.top1, atLeast(0.65, 0.471)),
    figure("root among three", ({ last }) => last.root.top3, atLeast(0.8, 0.558)),
    figure("change first", ({ last }) => last.root.change1 ?? 0, atLeast(0.6, 0.313)),
    figure("B3 F1 lost by the first grouping", ({ last, first }) => last.incident.bF1 - first.incident.bF1, {
      goal: { atMost: 0.05 },
    }),
    ...ticketFigures(named, scored),
  ];
}

/** From the second related alert until the ticket, over the incidents of all storms. */
function ticketFigures(named: (name: string) => string, scored: readonly Scored[]): AnalysisFigure[] {
  const delays = scored.flatMap((each) => each.delays).sort((left, right) => left - right);
  const secondsAt = (share: number): number => delays[Math.floor(share * (delays.length - 1))]! / 1_000;
  const inTime = delays.filter((delay) => delay <= TICKET_MS).length / delays.length;
  return [
    figureOf(named("tickets within 60 s of the second alert"), inTime, "", { goal: { atLeast: 1 } }),
    figureOf(named("ticket after the second alert, median"), secondsAt(0.5), "s", {}),
    figureOf(named("ticket after the second alert, p95"), secondsAt(0.95), "s", { goal: { atMost: 60 } }),
  ];
}

const lateFigures = (preset: string, scored: readonly Scored[]): AnalysisFigure[] =>
  scored.flatMap(({ late }) =>
    late === undefined
      ? []
      : [
          figureOf(`correlation, ${preset}: B3 F1 of the groups with late alerts against those without`, late, "", {
            goal: { atLeast: 0.99 },
          }),
        ],
  );

async function otherSizes(data: string, progress: (line: string) => void): Promise<AnalysisFigure[]> {
  progress("small");
  const small = await score(data, { preset: "small", seed: SEEDS[0]! });
  progress("large");
  const large = await score(data, { preset: "large", seed: SEEDS[0]! });
  return [
    figureOf("correlation, small: B3 F1 of incidents", small.last.incident.bF1, "", { goal: { atLeast: 0.89 } }),
    figureOf("correlation, large: B3 F1 of incidents", large.last.incident.bF1, "", { goal: { atLeast: 0.89 } }),
    figureOf("correlation, large: the whole command", large.seconds, "s", {}),
    figureOf("correlation, large: memory", large.peakBytes / 1e9, "GB", { goal: { atMost: 1.5 } }),
  ];
}

async function score(data: string, { preset, seed, options = [], isAlsoLate = false }: Storm): Promise<Scored> {
  const folder = await mkdtemp(join(tmpdir(), "watchfloor-storm-"));
  const script = (name: string): string => join(data, "storm", name);
  try {
    await runNode([script("storm-gen.mjs"), "--preset", preset, "--seed", String(seed), "--out", folder, ...options]);
    const result = join(folder, "result");
    const { seconds, peakBytes } = await runCommand(["correlate", "--in", folder, "--out", result]);
    const scoreOf = async (assignments: string): Promise<Score> => {
      const { output } = await runNode([script("storm-score.mjs"), folder, assignments, join(result, "groups.jsonl")]);
      return JSON.parse(output.slice(output.indexOf("\n{"))) as Score;
    };
    const last = await scoreOf(join(result, "assignments.jsonl"));
    const first = await scoreOf(await withFirstGroups(result));
    const delays = await ticketDelays(folder, result);
    const late = isAlsoLate ? await agreementWhenLate(folder, result) : undefined;
    return { last, first, delays, late, seconds, peakBytes };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The assignments as they were first said. @returns the file */
async function withFirstGroups(folder: string): Promise<string> {
  const file = join(folder, "first.jsonl");
  const lines = (await readFile(join(folder, "assignments.jsonl"), "utf8")).trimEnd().split("\n");
  const firstOf = (line: string): string => {
    const { id, firstGroup } = JSON.parse(line) as { id: string; firstGroup: string };
    return JSON.stringify({ id, group: firstGroup });
  };
  await writeFile(file, `${lines.map(firstOf).join("\n")}\n`);
  return file;
}
