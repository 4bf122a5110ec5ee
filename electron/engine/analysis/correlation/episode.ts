import type { Group } from "./group.ts";

/**
 * A run of alerts at one entity, or with one strong label, whose starts follow each other closely. It is the unit of grouping:
 * two episodes are linked or not by their entities and by the gap between them, whatever order the alerts arrived in.
 */
export type Episode = {
  /** First and last start, by the sources' clocks. */
  min: number;
  max: number;
  /** May have been absorbed meanwhile: ask `rootOf`. */
  group: Group;
  /** Log time of the first and of the last alert placed in it. */
  createdAt: number;
  touchedAt: number;
};

/** Time between two spans; 0 when they overlap. */
export const gapBetween = (episode: Episode, min: number, max: number): number =>
  Math.max(0, episode.min - max, min - episode.max);

/** The strong labels' counterpart of an entity: where alerts with the same value of one meet. */
export type LabelPoint = { readonly key: string; readonly text: string; episodes: Episode[] };
