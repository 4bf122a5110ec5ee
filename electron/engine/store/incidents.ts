import type { IncidentId } from "../../../shared/domain/incident.ts";
import type { AnalysisStep, NumberedProposal, Proposal } from "../../../shared/domain/proposal.ts";
import { type Progress, readProgress, saveAnalysisState } from "./analysis-state.ts";
import type { WritableDb } from "./database.ts";
import { IncidentCase } from "./incident-case.ts";
import { endMember, findMember, moveMembers, putMember } from "./incident-members.ts";
import { putForecast, removeForecast } from "./forecasts.ts";
import { putFinding, saveObservations } from "./observations.ts";
import { findIncidentHead, insertHead, type IncidentHead, settleIncidents } from "./incident-rows.ts";
import { encodePosition } from "./position.ts";
import { countApplied, releaseAlert, suppressAlert } from "./rules.ts";
import { INCIDENT_MERGED, INCIDENT_OPEN, INCIDENT_RESOLVED } from "./scale.ts";

export { firingAlertsOf } from "./alerts.ts";
export { addNote, recordHistory, setOwner } from "./incident-history.ts";
export { findIncidentHead, type IncidentHead } from "./incident-rows.ts";

export type Applied = {
  applied: number;
  /** Proposals that an earlier step had applied already. */
  repeated: number;
  /** Proposals about an alert or incident that retention has removed. */
  missing: number;
  opened: IncidentId[];
  /** Every incident whose row is now another, the opened ones included. */
  changed: IncidentId[];
};

/**
 * Applies what analysis proposes, with its state and progress, in the caller's transaction. Idempotent: a proposal at or
 * before the stored (position, ordinal) was applied before and is only counted. `now` decides which incidents still move.
 * @throws RangeError for a step that would leave a gap, or a proposal outside its step
 */
export function applyStep(db: WritableDb, step: AnalysisStep, now: number): Applied {
  const progress = readProgress(db);
  const [after, upTo] = [encodePosition(step.after), encodePosition(step.upTo)];
  if (after > progress.position)
    throw new RangeError(`step begins after ${after}, but analysis has come to ${progress.position}`);
  const work = new StepWork(db);
  let reached: Progress = { position: upTo, ordinal: upTo === progress.position ? progress.ordinal : -1 };
  for (const numbered of step.proposals) {
    const position = encodePosition(numbered.position);
    if (position < after || position > upTo)
      throw new RangeError(`proposal at ${position} is outside its step ${after} to ${upTo}`);
    if (position < progress.position || (position === progress.position && numbered.ordinal <= progress.ordinal)) {
      work.repeated += 1;
      continue;
    }
    if (position === upTo) reached = { position, ordinal: Math.max(reached.ordinal, numbered.ordinal) };
    work.apply(numbered, position);
  }
  if (upTo >= progress.position) {
    saveAnalysisState(db, step.state, reached);
    if (step.observations !== undefined) saveObservations(db, step.observations);
  }
  return work.finish(now);
}

class StepWork {
  repeated = 0;
  readonly #db: WritableDb;
  readonly #cases = new Map<string, IncidentCase>();
  readonly #opened: IncidentId[] = [];
  #applied = 0;
  #missing = 0;

  constructor(db: WritableDb) {
    this.#db = db;
  }

  apply({ proposal }: NumberedProposal, position: number): void {
    if (this.#handle(proposal, position)) this.#applied += 1;
    else this.#missing += 1;
  }

  finish(now: number): Applied {
    for (const incident of this.#cases.values()) incident.save(now);
    const changed = new Set([...this.#cases.keys(), ...settleIncidents(this.#db, now)]);
    return {
      applied: this.#applied,
      repeated: this.repeated,
      missing: this.#missing,
      opened: this.#opened,
      changed: [...changed] as IncidentId[],
    };
  }

  /** False when what it speaks of is no longer there. */
  #handle(proposal: Proposal, position: number): boolean {
    switch (proposal.kind) {
      case "open":
        return this.#open(proposal, position);
      case "join":
        return this.#join(proposal, position);
      case "merge":
        return this.#merge(proposal, position);
      case "assess": {
        const incident = this.#case(proposal.incidentId);
        incident?.touch(proposal.at, position);
        incident?.assess(proposal);
        return incident !== undefined;
      }
      case "restore":
        return this.#restore(proposal, position);
      case "resolve":
      case "reopen":
        return this.#turn(proposal, position);
      case "suppress":
        suppressAlert(this.#db, proposal.scope, proposal.fingerprint, proposal.ruleId, proposal.at);
        return true;
      case "release":
        releaseAlert(this.#db, proposal.scope, proposal.fingerprint);
        return true;
      case "finding":
        putFinding(this.#db, proposal.finding, position);
        return true;
      case "forecast":
        putForecast(this.#db, proposal.forecast);
        return true;
      case "no-forecast":
        removeForecast(this.#db, proposal.scope, proposal.seriesId);
        return true;
    }
  }

  #open({ incidentId, scope, startedAt, openedAt }: Extract<Proposal, { kind: "open" }>, position: number): boolean {
    if (this.#case(incidentId) !== undefined) return true;
    const head: IncidentHead = {
      id: incidentId,
      scope,
      version: 0,
      state: INCIDENT_OPEN,
      severity: 0,
      alertCount: 0,
      membershipVersion: 0,
      startedAt,
      openedAt,
      changedAt: openedAt,
      resolvedAt: null,
      movingUntil: null,
      owner: null,
      mergedInto: null,
      lead: null,
    };
    insertHead(this.#db, head);
    const opened = new IncidentCase(this.#db, head, true);
    opened.touch(openedAt, position);
    this.#cases.set(incidentId, opened);
    this.#opened.push(incidentId);
    return true;
  }

  #join({ incidentId, fingerprint, at, reasons }: Extract<Proposal, { kind: "join" }>, position: number): boolean {
    const incident = this.#case(incidentId);
    const alert = incident && findMember(this.#db, incident.head.scope, fingerprint);
    if (alert === undefined) return false;
    if (alert.incidentId !== null && alert.incidentId !== incidentId)
      this.#leave(alert.incidentId, alert.id, at, position);
    const { again } = putMember(this.#db, { incidentId, alertId: alert.id, at, reasons, position });
    incident?.touch(at, position);
    for (const { code, params } of reasons)
      if (code === "why.rule") countApplied(this.#db, incident!.head.scope, String(params.label), at);
    incident?.join(Math.min(alert.startedAt, at), again);
    return true;
  }

  /** A resolved incident keeps the alert as what it had; an open one loses it. */
  #leave(incidentId: string, alertId: number, at: number, position: number): void {
    const before = this.#case(incidentId);
    if (before === undefined || before.head.state !== INCIDENT_OPEN) return;
    endMember(this.#db, incidentId, alertId, position);
    before.touch(at, position);
    before.leave();
  }

  #merge({ incidentId, absorbed, at, reasons }: Extract<Proposal, { kind: "merge" }>, position: number): boolean {
    const [kept, gone] = [this.#case(incidentId), this.#case(absorbed)];
    if (kept === undefined || gone === undefined || gone.head.state === INCIDENT_MERGED) return false;
    kept.touch(at, position);
    gone.touch(at, position);
    const count = gone.head.alertCount;
    gone.record("merged", { code: "history.mergedInto", params: { into: incidentId } });
    kept.record("merged", { code: "history.absorbed", params: { absorbed, count } });
    kept.moved();
    kept.head.alertCount = moveMembers(this.#db, absorbed, incidentId, reasons, position);
    kept.head.startedAt = Math.min(kept.head.startedAt, gone.head.startedAt);
    kept.head.owner ??= gone.head.owner;
    kept.head.movingUntil = latest(kept.head.movingUntil, gone.head.movingUntil);
    gone.head.state = INCIDENT_MERGED;
    gone.head.mergedInto = incidentId;
    gone.head.movingUntil = null;
    return true;
  }

  /** Brings back a merged incident, empty: what is its own joins it again. */
  #restore({ incidentId, from, at }: Extract<Proposal, { kind: "restore" }>, position: number): boolean {
    const incident = this.#case(incidentId);
    if (incident === undefined || incident.head.state !== INCIDENT_MERGED) return incident !== undefined;
    incident.touch(at, position);
    incident.record("split", { code: "history.restored", params: { from } });
    incident.head.state = INCIDENT_OPEN;
    incident.head.mergedInto = null;
    incident.head.alertCount = 0;
    return true;
  }

  #turn({ kind, incidentId, at }: Extract<Proposal, { kind: "resolve" | "reopen" }>, position: number): boolean {
    const incident = this.#case(incidentId);
    if (incident === undefined) return false;
    const state = kind === "resolve" ? INCIDENT_RESOLVED : INCIDENT_OPEN;
    if (incident.head.state === state || incident.head.state === INCIDENT_MERGED) return true;
    incident.touch(at, position);
    if (kind === "resolve") {
      incident.record("resolved", {
        code: "history.resolved",
        params: { lastedMs: Math.max(0, at - incident.head.startedAt) },
      });
      incident.head.movingUntil = null;
    } else incident.record("reopened", { code: "history.reopened", params: {} });
    incident.head.state = state;
    incident.head.resolvedAt = kind === "resolve" ? at : null;
    return true;
  }

  #case(id: string): IncidentCase | undefined {
    const known = this.#cases.get(id);
    if (known !== undefined) return known;
    const head = findIncidentHead(this.#db, id);
    if (head === undefined) return undefined;
    const found = new IncidentCase(this.#db, head, false);
    this.#cases.set(id, found);
    return found;
  }
}

const latest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);
