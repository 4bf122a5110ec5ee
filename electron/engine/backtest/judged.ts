import type { EntityId } from "../../../shared/domain/entity.ts";
import type { VerdictLogged } from "../../../shared/domain/log.ts";
import type { JudgedVerdict } from "../../../shared/domain/rule.ts";
import type { Life, Outcome } from "./outcome.ts";

type Sides = { verdict: Omit<JudgedVerdict, "before" | "after">; one: Life[]; other: Life[] };

/** From this share of all pairs on, two sets of alerts count as together. */
const TOGETHER = 0.5;

/** What operators said of incidents, to hold outcomes against. What they took back counts for nothing. */
export class Judgement {
  readonly #sides = new Map<string, Sides>();
  readonly #entityOf: ReadonlyMap<Life, EntityId>;

  constructor(entityOf: ReadonlyMap<Life, EntityId>) {
    this.#entityOf = entityOf;
  }

  /** Takes a verdict as it comes; `outcome`: what the operator saw, as nearly as it can be known. */
  take({ verdictId, act, by, verdict }: VerdictLogged, at: number, outcome: Outcome): void {
    if (act === "taken-back") return void this.#sides.delete(verdictId);
    const { incidentId } = verdict;
    if (verdict.kind === "merge") {
      const { otherId } = verdict;
      const sides = { one: outcome.livesOf(incidentId), other: outcome.livesOf(otherId) };
      this.#note(verdictId, { verdict: { kind: "merge", incidentId, otherId, by, at }, ...sides });
    } else if (verdict.kind === "split") {
      const out = new Set(verdict.entityIds);
      const lives = Map.groupBy(outcome.livesOf(incidentId), (life) => out.has(this.#entityOf.get(life)!));
      const sides = { one: lives.get(true) ?? [], other: lives.get(false) ?? [] };
      this.#note(verdictId, { verdict: { kind: "split", incidentId, otherId: null, by, at }, ...sides });
    }
  }

  /** Whether each verdict is contradicted by one outcome and by the other. */
  against(before: Outcome, after: Outcome): JudgedVerdict[] {
    return [...this.#sides.values()].map(({ verdict, one, other }) => {
      const isContradicted = (outcome: Outcome): boolean =>
        areTogether(outcome, one, other) === (verdict.kind === "split");
      return { ...verdict, before: isContradicted(before), after: isContradicted(after) };
    });
  }

  /** A verdict about what came before the history, or about one incident that was two, says nothing here. */
  #note(id: string, sides: Sides): void {
    if (sides.one.length > 0 && sides.other.length > 0) this.#sides.set(id, sides);
  }
}

function areTogether(outcome: Outcome, one: readonly Life[], other: readonly Life[]): boolean {
  const count = (lives: readonly Life[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const life of lives) {
      const incident = outcome.incidentOf(life);
      if (incident !== undefined) counts.set(incident, (counts.get(incident) ?? 0) + 1);
    }
    return counts;
  };
  const others = count(other);
  const pairs = [...count(one)].reduce((sum, [incident, lives]) => sum + lives * (others.get(incident) ?? 0), 0);
  return pairs >= TOGETHER * one.length * other.length;
}
