import { type Episode, gapBetween } from "../correlation/episode.ts";
import { type Group, rootOf } from "../correlation/group.ts";
import { ruleKey } from "../../rules/rule-set.ts";
import type { State } from "../state/state.ts";
import type { Concern } from "./apart.ts";
import type { RulePoint } from "./standing.ts";

/** Shapes of one rule that are remembered at a time; what comes beyond is not grouped by it. */
const POINTS_PER_RULE = 1_000;

/** The points whose alerts a rule groups with those of a shape: each with the rule. */
export function meetingPoints(
  state: State,
  group: Pick<Group, "scope">,
  concerns: readonly Concern[],
): [Concern, RulePoint][] {
  const met: [Concern, RulePoint][] = [];
  for (const concern of concerns) {
    const { rule, shape } = concern;
    if (rule.effect !== "group") continue;
    for (const point of state.rules.points.get(ruleKey(group.scope, rule.id))?.values() ?? [])
      if (rule.holds(shape, point.shape)) met.push([concern, point]);
  }
  return met;
}

/** Puts a start, which belongs to the group now, where later ones find it. */
export function settleAt(state: State, group: Group, concerns: readonly Concern[], at: number): void {
  for (const { rule, shape } of concerns) {
    if (rule.effect !== "group") continue;
    const key = ruleKey(group.scope, rule.id);
    const points = state.rules.points.get(key) ?? new Map<string, RulePoint>();
    state.rules.points.set(key, points);
    const point = points.get(shape.key) ?? { shape, episodes: [] };
    if (!points.has(shape.key) && points.size >= POINTS_PER_RULE) continue;
    points.set(shape.key, point);
    prolong(point, group, at, rule.withinMs, state.clock.now);
    state.touched.point(key, shape.key);
  }
}

/** Starts of one group that follow each other closely are one episode. */
function prolong(point: RulePoint, group: Group, at: number, withinMs: number, now: number): void {
  const isNear = (each: Episode): boolean => rootOf(each.group) === group && gapBetween(each, at, at) <= withinMs;
  const near = point.episodes.filter(isNear);
  const episode: Episode = { min: at, max: at, group, createdAt: now, touchedAt: now };
  for (const { min, max, createdAt } of near) {
    episode.min = Math.min(episode.min, min);
    episode.max = Math.max(episode.max, max);
    episode.createdAt = Math.min(episode.createdAt, createdAt);
  }
  point.episodes = [...point.episodes.filter((each) => !near.includes(each)), episode];
}

/** Forgets episodes that link no more. */
export function sweepPoints({ rules, touched }: State, isFresh: (episode: Episode) => boolean): void {
  for (const [key, points] of rules.points) {
    for (const [shape, point] of points) {
      if (point.episodes.every(isFresh)) continue;
      point.episodes = point.episodes.filter(isFresh);
      if (point.episodes.length === 0) points.delete(shape);
      touched.point(key, shape);
    }
    if (points.size === 0) rules.points.delete(key);
  }
}
