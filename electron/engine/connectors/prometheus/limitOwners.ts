import { hash } from "node:crypto";
import type { Labels, SamplesReport } from "../../../../shared/domain/event.ts";
import { isSameLimit } from "../../../../shared/domain/seriesLimit.ts";
import type { Watched } from "./watchEntry.ts";

type Series = SamplesReport["series"][number];

/** A watched expression with the key that the cursor knows it by. */
export type Keyed = { key: string; watched: Watched };

/** What an expression answered: the past that was asked for its limit, and what is new. */
export type Answered = Keyed & { past: SamplesReport[]; live: SamplesReport[] };

/** Whose limit a series has that several expressions give under different limits: the expression's key, by a hash of the series. */
export type Owners = Record<string, string>;

/**
 * A series has one limit, whichever expression tells its values: that of the first in the settings that has one. It stays with a series
 * while not every expression answers, or the limit would come and go.
 * @param all in the order of the settings @returns `found`: how many series were not known to be given twice
 */
export function settleOwners(
  before: Owners,
  answered: readonly Answered[],
  all: readonly Keyed[],
): { owners: Owners; found: number } {
  const ranks = new Map(
    all.flatMap(({ key, watched }, rank) => (watched.limit === null ? [] : [[key, rank] as const])),
  );
  const owners = Object.fromEntries(Object.entries(before).filter(([, owner]) => ranks.has(owner)));
  if (ranks.size === 0 || all.length < 2) return { owners: {}, found: 0 };
  let found = 0;
  for (const [series, givers] of giversOf(answered)) {
    const [first, ...others] = givers;
    if (others.every(({ watched }) => isSameLimit(watched.limit, first!.watched.limit))) continue;
    const known = owners[series];
    if (known === undefined) found++;
    const keys = [...givers.map(({ key }) => key), ...(known === undefined ? [] : [known])];
    const rank = Math.min(...keys.map((key) => ranks.get(key) ?? Infinity));
    owners[series] = all[rank]!.key;
  }
  return { owners, found };
}

function giversOf(answered: readonly Answered[]): Map<string, Answered[]> {
  const givers = new Map<string, Answered[]>();
  for (const each of answered) {
    const names = new Set(each.live.flatMap(({ series }) => series.map(seriesKey)));
    for (const name of names) givers.set(name, [...(givers.get(name) ?? []), each]);
  }
  return givers;
}

/** The reports of an expression with the limits that its series have. The past of another limit is left out: its hours are of another side. */
export function withOwnLimits({ key, past, live }: Answered, owners: Owners, all: readonly Keyed[]): SamplesReport[] {
  if (Object.keys(owners).length === 0) return [...past, ...live];
  const ownerOf = (series: Series): string => owners[seriesKey(series)] ?? key;
  const limits = new Map(all.map((each) => [each.key, each.watched]));
  const own = past.map((report) => ({ ...report, series: report.series.filter((series) => ownerOf(series) === key) }));
  const given = live.map((report) => ({
    ...report,
    series: report.series.map((series): Series => {
      const owner = ownerOf(series);
      if (owner === key) return series;
      const { unit, limit } = limits.get(owner)!;
      return { ...series, unit, ...(limit === null ? {} : { limit }) };
    }),
  }));
  return [...own.filter(({ series }) => series.length > 0), ...given];
}

function seriesKey({ name, labels }: { name: string; labels: Labels }): string {
  const sorted = Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1));
  return hash("sha1", JSON.stringify([name, sorted]), "hex").slice(0, 12);
}
