import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { agreement, dice } from "../../builders/outages.ts";
import { runCommand } from "./child.ts";

const SHARE_LATE = 0.03;
const LEAST_MS = 60_000;
const MOST_MS = 240_000;

/** How far the groups of a storm agree (B-cubed F1) with those of the same storm when 3 % of its alerts arrive one to four minutes later. */
export async function agreementWhenLate(storm: string, result: string): Promise<number> {
  const late = join(result, "late");
  await mkdir(late);
  for (const name of ["topology.json", "changes.jsonl", "maintenance.jsonl"])
    await cp(join(storm, name), join(late, name));
  const roll = dice(1);
  const alerts = (await linesOf<{ receivedAt: number }>(join(storm, "alerts.jsonl"))).map((alert) =>
    roll() < SHARE_LATE
      ? { ...alert, receivedAt: alert.receivedAt + Math.floor(LEAST_MS + roll() * (MOST_MS - LEAST_MS)) }
      : alert,
  );
  alerts.sort((left, right) => left.receivedAt - right.receivedAt);
  await writeFile(join(late, "alerts.jsonl"), alerts.map((alert) => `${JSON.stringify(alert)}\n`).join(""));
  await runCommand(["correlate", "--in", late, "--out", late]);
  const [inOrder, disturbed] = [await groupsOf(result), await groupsOf(late)];
  return agreement(
    [...inOrder.values()],
    [...inOrder.keys()].map((id) => disturbed.get(id)!),
  );
}

/** By alert: its group's number. */
async function groupsOf(folder: string): Promise<Map<string, number>> {
  const numbers = new Map<string, number>();
  const groups = new Map<string, number>();
  for (const { id, group } of await linesOf<{ id: string; group: string }>(join(folder, "assignments.jsonl"))) {
    if (!numbers.has(group)) numbers.set(group, numbers.size);
    groups.set(id, numbers.get(group)!);
  }
  return groups;
}

const linesOf = async <Line>(file: string): Promise<Line[]> =>
  (await readFile(file, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
