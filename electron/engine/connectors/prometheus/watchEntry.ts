import { z } from "zod";
import type { Labels } from "../../../../shared/domain/event.ts";
import type { SeriesLimit } from "../../../../shared/domain/seriesLimit.ts";
import { unitOf } from "./units.ts";

const Query = z.string().min(1).max(2_000);
const LONGEST_NAME = 200;

/** More than an expression: how it is called, its unit, and where its series run out. */
const Described = z
  .strictObject({
    query: Query,
    /** `{{label}}` stands for the value of a label of the series. */
    name: z.string().min(1).max(LONGEST_NAME).optional(),
    unit: z.string().max(20).optional(),
    upper: z.number().optional(),
    lower: z.number().optional(),
  })
  .superRefine(({ upper, lower }, issues) => {
    if (upper === undefined || lower === undefined) return;
    issues.addIssue({ code: "custom", path: ["lower"], params: { code: "settings.watch.twoLimits" } });
  });

/** An entry of `watch`: a PromQL expression alone, or with what is known of it. */
export const WatchEntry = z.union([Described, Query]);

/** Refuses entries that give the same series: with the same query and name. */
export function checkTwice(entries: z.output<typeof WatchEntry>[], issues: z.core.$RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const { query, name } = watchedOf(entry);
    const key = JSON.stringify([query, name]);
    if (seen.has(key)) issues.addIssue({ code: "custom", path: [index], params: { code: "settings.watch.twice" } });
    seen.add(key);
  }
}

/** An expression that is watched; the limit is that of every series which it gives. */
export type Watched = { query: string; unit: string; limit: SeriesLimit | null; name: string | null };

/** What an entry says, with what the expression itself tells. */
export function watchedOf(entry: z.output<typeof WatchEntry>): Watched {
  if (typeof entry === "string") return { query: entry, unit: unitOf(entry), limit: null, name: null };
  const { query, name = null, unit = unitOf(query), upper, lower } = entry;
  const limit: SeriesLimit | null =
    upper !== undefined
      ? { bound: "upper", value: upper }
      : lower !== undefined
        ? { bound: "lower", value: lower }
        : null;
  return { query, unit, limit, name };
}

/** What a series is called: as the entry says, else by its metric, else by the expression. */
export function nameOf({ name, query }: Watched, { __name__: metric, ...labels }: Labels): string {
  if (name === null) return metric ?? query.slice(0, LONGEST_NAME);
  return name.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, label: string) => labels[label] ?? whole).slice(0, LONGEST_NAME);
}
