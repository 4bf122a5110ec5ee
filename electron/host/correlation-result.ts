import { closeSync, openSync, writeSync } from "node:fs";
import type { Correlator } from "../engine/analysis/explain/correlator.ts";
import type { Firing, Group } from "../engine/analysis/explain/group.ts";
import type { Arrival } from "../engine/analysis/explain/state.ts";
import { rootsOf, type RootVerdict } from "../engine/analysis/explain/verdict.ts";

const LINES_AT_ONCE = 20_000;

type Summary = {
  openedAt: number;
  roots: RootVerdict[];
  unknown: number;
  change: string | undefined;
  isNoise: boolean;
};

/** Collects what a correlator decides of the alerts of a file, and writes it. */
export class CorrelationResult {
  private readonly ids: string[] = [];
  /** By alert: its firing, the first group, and when that was said. */
  private readonly firings: number[] = [];
  private readonly first: number[] = [];
  private readonly assignedAt: number[] = [];
  /** By firing: its present group. */
  private readonly groups: number[] = [];
  private readonly summaries = new Map<number, Summary>();
  private placed: { arrival: number; firing: Firing }[] = [];

  /** @returns the number of the alert */
  add(id: string): number {
    this.firings.push(-1);
    return this.ids.push(id) - 1;
  }

  place(arrival: Arrival, firing: Firing): void {
    this.placed.push({ arrival: arrival.id, firing });
  }

  move(firing: Firing): void {
    this.groups[firing.number] = firing.group.number;
  }

  explain(group: Group, correlator: Correlator): void {
    const { number, openedAt, isNoise } = group;
    const { roots, unknown } = rootsOf(group.explanation!.suspects);
    this.summaries.set(number, {
      openedAt,
      roots,
      unknown,
      change: correlator.changeOf(group.explanation!)?.id,
      isNoise,
    });
  }

  /** What was decided since the last call was said at this moment. */
  settle(at: number): void {
    for (const { arrival, firing } of this.placed) {
      const { group } = firing;
      this.firings[arrival] = firing.number;
      this.first[arrival] = group.number;
      this.assignedAt[arrival] = at;
      this.groups[firing.number] = group.number;
      const known = this.summaries.get(group.number);
      if (known === undefined) this.summaries.set(group.number, aloneOf(firing));
      else known.isNoise = group.isNoise;
    }
    this.placed = [];
  }

  /** The alerts with which firings began, by the number of the firing; and which groups are left. */
  firstAlerts(): Map<number, { id: string; group: number }> {
    const found = new Map<number, { id: string; group: number }>();
    this.firings.forEach((firing, index) => {
      const group = this.groups[firing];
      if (group !== undefined && !found.has(firing)) found.set(firing, { id: this.ids[index]!, group });
    });
    return found;
  }

  writeAssignments(file: string): void {
    writeLines(file, this.ids.length, (index) => {
      const group = this.groups[this.firings[index]!];
      // The end of an alert that nobody heard the beginning of belongs nowhere.
      if (group === undefined)
        return JSON.stringify({
          id: this.ids[index],
          group: `e${index}`,
          firstGroup: `e${index}`,
          assignedAt: this.assignedAt[index] ?? 0,
        });
      return `{"id":${JSON.stringify(this.ids[index])},"group":"g${group}","firstGroup":"g${this.first[index]!}","assignedAt":${this.assignedAt[index]!}}`;
    });
  }

  writeGroups(file: string, nameOf: (entity: number) => string): void {
    const used = [...new Set(this.groups)].filter((group) => group !== undefined).sort((left, right) => left - right);
    writeLines(file, used.length, (index) => {
      const group = used[index]!;
      const { openedAt, roots, unknown, change, isNoise } = this.summaries.get(group) ?? NOTHING;
      const likely = roots.map(({ entity, probability, odds }) => ({ root: nameOf(entity), probability, odds }));
      return JSON.stringify({
        group: `g${group}`,
        openedAt,
        roots: likely.map(({ root }) => root),
        ...(change === undefined ? {} : { change }),
        ...(isNoise ? { noise: true } : {}),
        ...(likely.length > 0 && likely[0]!.odds !== 0 ? { causes: likely, unknown } : {}),
      });
    });
  }
}

const NOTHING: Summary = { openedAt: 0, roots: [], unknown: 1, change: undefined, isNoise: false };

/** A group of one alert: it is its own root as far as anybody knows. */
function aloneOf({ key, group }: Firing): Summary {
  const roots = key.entity < 0 ? [] : [{ entity: key.entity, probability: 0, odds: 0 }];
  return { openedAt: group.openedAt, roots, unknown: 1, change: undefined, isNoise: group.isNoise };
}

/** Writes in portions: a million lines do not fit into one string. */
export function writeLines(file: string, count: number, lineAt: (index: number) => string): void {
  const output = openSync(file, "w");
  try {
    for (let from = 0; from < count; from += LINES_AT_ONCE) {
      let text = "";
      for (let index = from; index < Math.min(count, from + LINES_AT_ONCE); index++) text += `${lineAt(index)}\n`;
      writeSync(output, text);
    }
  } finally {
    closeSync(output);
  }
}
