import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

type Truth = { id: string; episode: number; cluster: string; kind: string };

/**
 * By incident of a storm, ascending: ms from the arrival of its second related alert until the ticket was opened that holds most of its alerts;
 * 0 when it was there before. Related alerts are the first events of the incident's episodes.
 */
export async function ticketDelays(storm: string, result: string): Promise<number[]> {
  const arrivedAt = await valuesOf<{ id: string; receivedAt: number }, number>(
    join(storm, "alerts.jsonl"),
    ({ id, receivedAt }) => [id, receivedAt],
  );
  const groupOf = await valuesOf<{ id: string; group: string }, string>(
    join(result, "assignments.jsonl"),
    ({ id, group }) => [id, group],
  );
  const openedAt = await valuesOf<{ group: string; openedAt: number }, number>(
    join(result, "groups.jsonl"),
    ({ group, openedAt: at }) => [group, at],
  );
  const delays: number[] = [];
  for (const alerts of (await relatedAlerts(join(storm, "truth.jsonl"))).values()) {
    if (alerts.length < 2) continue;
    const second = alerts.map((id) => arrivedAt.get(id)!).sort((left, right) => left - right)[1]!;
    const opened = openedAt.get(mostCommon(alerts.map((id) => groupOf.get(id)!)))!;
    delays.push(Math.max(0, opened - second));
  }
  return delays.sort((left, right) => left - right);
}

/** By incident: the first event of each of its episodes. */
async function relatedAlerts(file: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const seen = new Set<number>();
  for await (const { id, episode, cluster, kind } of objectsOf<Truth>(file)) {
    if (kind !== "incident" || seen.has(episode)) continue;
    seen.add(episode);
    found.set(cluster, [...(found.get(cluster) ?? []), id]);
  }
  return found;
}

function mostCommon(groups: readonly string[]): string {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return [...sizes].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}

async function valuesOf<Line, Value>(
  file: string,
  entryOf: (line: Line) => readonly [string, Value],
): Promise<Map<string, Value>> {
  const values = new Map<string, Value>();
  for await (const line of objectsOf<Line>(file)) values.set(...entryOf(line));
  return values;
}

async function* objectsOf<Line>(file: string): AsyncGenerator<Line> {
  for await (const line of createInterface({ input: createReadStream(file) })) yield JSON.parse(line) as Line;
}
