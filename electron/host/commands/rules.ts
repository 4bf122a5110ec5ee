import path from "node:path";
import { becomesMessage } from "../../../shared/domain/changed-incident.ts";
import type { Rule, RuleTest } from "../../../shared/domain/rule.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { describeProblem } from "../../engine/config/problem.ts";
import { readConfig } from "../../engine/config/read.ts";
import type { ReadableDb } from "../../engine/store/database.ts";
import { BAD_USAGE, DATA, DEMO, DONE, type Command, type Input } from "../command.ts";
import { engineFolderOf } from "../folders.ts";
import { sayLine, type CommandIo } from "../io.ts";
import { reading } from "../reader.ts";
import { BadUsage } from "../usage.ts";

const HOUR_MS = 3_600_000;
const SHOWN = 20;

export const rules: Command = {
  name: "rules",
  summary: "rules.commandSummary",
  detail: "rules.commandDetail",
  operands: [{ placeholder: "WHAT", choices: ["test"] }],
  options: [
    DATA,
    DEMO,
    { name: "rules", placeholder: "FILE", help: "rules.commandRules", required: true },
    { name: "hours", placeholder: "N", help: "rules.commandHours" },
    { name: "json", help: "rules.commandJson" },
  ],
  async run(input, io) {
    const hours = hoursOf(input);
    const written = input.value("rules") ?? "";
    const tested = await rulesIn(written, io);
    if (tested === undefined) return BAD_USAGE;
    return reading(engineFolderOf(input, io), io, async (db) => {
      for (const [scope, own] of Map.groupBy(tested, (rule) => rule.scope)) {
        const test = await testOf(db, scope, own, hours === undefined ? 0 : io.now() - hours * HOUR_MS);
        if (input.has("json")) sayLine(io.out, JSON.stringify({ scope, ...test }));
        else for (const line of linesOf(scope, own, test)) sayLine(io.out, line);
      }
      return DONE;
    });
  },
};

function hoursOf(input: Input): number | undefined {
  const written = input.value("hours");
  if (written === undefined) return undefined;
  const hours = Number(written);
  if (!(hours > 0)) throw new BadUsage("rules.commandUsageHours", { written });
  return hours;
}

/** The rules to test; problems are printed, undefined then. */
async function rulesIn(written: string, io: CommandIo): Promise<Rule[] | undefined> {
  const { knownKinds } = await import("../known-kinds.ts");
  const parsed = readConfig(written, path.resolve(io.cwd, written), knownKinds());
  if (!parsed.ok) {
    for (const problem of parsed.problems) sayLine(io.error, describeProblem(problem));
    return undefined;
  }
  const tested = parsed.config.rules.filter(({ state }) => state !== "disabled");
  if (tested.length > 0) return tested;
  sayLine(io.error, text("rules.commandNone", { file: written }));
  return undefined;
}

/** With what is in use beside them; a rule of the file stands for the one in use with its id. */
async function testOf(db: ReadableDb, scope: Scope, tested: readonly Rule[], from: number): Promise<RuleTest> {
  const { runTest } = await import("../../engine/backtest/run.ts");
  const { loadRules } = await import("../../engine/store/rules.ts");
  const ids = new Set(tested.map(({ id }) => id));
  const others = loadRules(db).filter((rule) => rule.scope === scope && rule.state === "enabled" && !ids.has(rule.id));
  const edges = { monotonicMs: () => performance.now(), progress: () => {} };
  return runTest(db, { scope, tested, others, from }, edges);
}

function linesOf(scope: Scope, tested: readonly Rule[], test: RuleTest): string[] {
  const { from, to, alerts, entries, complete, before, after, effects, changed, changedCount } = test;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const row = (label: string, left: string | number, right: string | number): string =>
    `  ${label.padEnd(20)}${String(left).padStart(10)}${String(right).padStart(10)}`;
  const rows = (["incidents", "suppressed", "wrongMerges", "missedMerges"] as const).map((name) =>
    row(text(`rules.row.${name}`), before[name], after[name]),
  );
  const named = changed
    .slice(0, SHOWN)
    .map((incident) => `  ${incident.id}  ${incident.headline}: ${textOf(becomesMessage(incident))}`);
  return [
    text("rules.commandHistory", { scope, alerts, entries, fromAt: from, toAt: to }),
    ...(complete ? [] : [text("rules.commandCut")]),
    row("", text("rules.without"), text("rules.with")),
    ...rows,
    row(text("rules.row.reduction"), percent(before.reduction), percent(after.reduction)),
    ...tested.map(({ id }) => text("rules.commandEffect", { id, count: effects[id] ?? 0 })),
    text("rules.commandChanged", { count: changedCount }),
    ...named,
    ...(changedCount > SHOWN ? [text("rules.commandMore", { count: changedCount - SHOWN })] : []),
  ];
}
