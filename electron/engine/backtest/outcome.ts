import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { Message } from "../../../shared/domain/message.ts";
import type { NumberedProposal, Proposal } from "../../../shared/domain/proposal.ts";

/** An alert from its beginning to its end, by number. */
export type Life = number;

export type FoundIncident = { id: string; headline: Message | undefined; startedAt: number; lives: Life[] };

/** What analysis has made of a history so far: which lives of alerts are in which incident. */
export class Outcome {
  readonly #lives: ReadonlyMap<Fingerprint, Life>;
  readonly #incidentOf = new Map<Life, string>();
  readonly #into = new Map<string, string>();
  readonly #started = new Map<string, number>();
  readonly #headlines = new Map<string, Message>();
  readonly #suppressed = new Set<Life>();
  readonly #keptApart = new Set<string>();
  /** How often each rule took effect, by id. */
  readonly effects = new Map<string, number>();

  /** `lives`: the present life of each alert, kept up by the caller. */
  constructor(lives: ReadonlyMap<Fingerprint, Life>) {
    this.#lives = lives;
  }

  get suppressed(): number {
    return this.#suppressed.size;
  }

  isSuppressed(life: Life): boolean {
    return this.#suppressed.has(life);
  }

  take(proposals: readonly NumberedProposal[]): void {
    for (const { proposal } of proposals) this.#take(proposal);
  }

  /** The incident that stands for it after merges. */
  rootOf(id: string): string {
    let root = id;
    for (let into = this.#into.get(root); into !== undefined; into = this.#into.get(root)) root = into;
    return root;
  }

  /** The incident that a life is in; undefined when it is in none. */
  incidentOf(life: Life): string | undefined {
    const id = this.#incidentOf.get(life);
    return id === undefined ? undefined : this.rootOf(id);
  }

  /** The lives of an incident, or of what it has become; empty when there is none. */
  livesOf(id: string): Life[] {
    const root = this.rootOf(id);
    return [...this.#incidentOf].flatMap(([life, incident]) => (this.rootOf(incident) === root ? [life] : []));
  }

  incidents(): Map<string, FoundIncident> {
    const found = new Map<string, FoundIncident>();
    for (const [life, incident] of this.#incidentOf) {
      const id = this.rootOf(incident);
      const known = found.get(id) ?? {
        id,
        headline: this.#headlines.get(id),
        startedAt: this.#started.get(id) ?? 0,
        lives: [],
      };
      known.lives.push(life);
      found.set(id, known);
    }
    return found;
  }

  #take(proposal: Proposal): void {
    switch (proposal.kind) {
      case "open":
        return void this.#started.set(proposal.incidentId, proposal.startedAt);
      case "merge":
        return void this.#into.set(proposal.absorbed, proposal.incidentId);
      case "join":
        return this.#join(proposal);
      case "assess":
        return this.#assess(proposal);
      case "suppress": {
        const life = this.#lives.get(proposal.fingerprint);
        if (life !== undefined) this.#suppressed.add(life);
        return this.#count(proposal.ruleId);
      }
      default:
        return;
    }
  }

  /** One that a rule let go again counts as what it is in the end. */
  #join({ incidentId, fingerprint, reasons }: Extract<Proposal, { kind: "join" }>): void {
    const life = this.#lives.get(fingerprint);
    if (life === undefined) return;
    this.#incidentOf.set(life, incidentId);
    this.#suppressed.delete(life);
    for (const { code, params } of reasons) if (code === "why.rule") this.#count(String(params.label));
  }

  #assess({ incidentId, headline, grouping }: Extract<Proposal, { kind: "assess" }>): void {
    this.#headlines.set(incidentId, headline);
    for (const { code, params } of grouping) {
      const key = `${incidentId} ${params.rule}`;
      if (code !== "grouping.keptApart" || this.#keptApart.has(key)) continue;
      this.#keptApart.add(key);
      this.#count(String(params.rule));
    }
  }

  #count(ruleId: string): void {
    this.effects.set(ruleId, (this.effects.get(ruleId) ?? 0) + 1);
  }
}
