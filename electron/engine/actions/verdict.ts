import type { IncidentEntry } from "../../../shared/domain/incident.ts";
import type { VerdictLogged } from "../../../shared/domain/log.ts";
import type { Message } from "../../../shared/domain/message.ts";
import type { StandingVerdict, Verdict } from "../../../shared/domain/verdict.ts";
import type { CommandResult, Commands } from "../commands.ts";
import { appendAudit } from "../store/audit.ts";
import type { WritableDb } from "../store/database.ts";
import { findIncidentHead, type IncidentHead, recordHistory } from "../store/incidents.ts";
import { INCIDENT_MERGED, INCIDENT_OPEN } from "../store/scale.ts";
import {
  entityNames,
  findVerdict,
  insertVerdict,
  membersAt,
  standingVerdicts,
  undoVerdict,
} from "../store/verdicts.ts";
import { accept, type CommandContext, mayTouch, NOTHING_THERE, refuse } from "./context.ts";

/** Takes verdicts, all or none. Analysis acts on them when it reads the log; the history says at once who said what. */
export function giveVerdicts(
  context: CommandContext,
  { verdicts }: Commands["giveVerdicts"]["input"],
): CommandResult<{ verdictIds: string[] }> {
  const { caller, now: at } = context;
  const found: { verdict: Verdict; scope: string }[] = [];
  for (const verdict of verdicts) {
    const head = visibleIncident(context, verdict.incidentId);
    if (head === undefined) return refuse("NOT_FOUND", NOTHING_THERE);
    const objection = objectionTo(context, verdict, head);
    if (objection !== undefined) return refuse("REJECTED", objection);
    found.push({ verdict, scope: head.scope });
  }
  const verdictIds = found.map(({ verdict, scope }) => {
    const standing: StandingVerdict = { id: context.newId(), at, by: caller.name, verdict };
    insertVerdict(context.db, scope, standing);
    write(context, scope, standing, "given");
    return standing.id;
  });
  return accept({ verdictIds });
}

/** Takes one back. What it was about must still be open: what has ended is history. */
export function takeBack(
  context: CommandContext,
  { verdictId }: Commands["takeBack"]["input"],
): CommandResult<{ takenBack: true }> {
  const { db, caller, now } = context;
  const standing = findVerdict(db, verdictId);
  if (standing === undefined || !mayTouch(caller, standing.scope)) return refuse("NOT_FOUND", NOTHING_THERE);
  const head = rootOf(db, standing.verdict.incidentId);
  if (head?.state !== INCIDENT_OPEN) return refuse("REJECTED", { code: "command.verdictClosed", params: {} });
  undoVerdict(db, verdictId, caller.name, now);
  write(context, standing.scope, standing, "taken-back");
  return accept({ takenBack: true });
}

function visibleIncident(context: CommandContext, id: string): IncidentHead | undefined {
  const head = findIncidentHead(context.db, id);
  return head !== undefined && mayTouch(context.caller, head.scope) ? head : undefined;
}

/** The incident that stands for it after merges. */
function rootOf(db: WritableDb, id: string): IncidentHead | undefined {
  const head = findIncidentHead(db, id);
  return head?.state === INCIDENT_MERGED && head.mergedInto !== null ? rootOf(db, head.mergedInto) : head;
}

/** Why a verdict cannot be acted on. */
function objectionTo(context: CommandContext, verdict: Verdict, head: IncidentHead): Message | undefined {
  const { db, caller } = context;
  if (head.state !== INCIDENT_OPEN) return { code: "command.verdictClosed", params: {} };
  switch (verdict.kind) {
    case "merge": {
      const other = visibleIncident(context, verdict.otherId);
      if (other === undefined || other.state !== INCIDENT_OPEN) return { code: "command.verdictClosed", params: {} };
      if (other.id === head.id || other.scope !== head.scope) return { code: "command.mergeUnlike", params: {} };
      return undefined;
    }
    case "split": {
      const { all, chosen } = membersAt(db, head.id, verdict.entityIds);
      if (chosen === 0) return { code: "command.splitNothing", params: {} };
      return chosen === all ? { code: "command.splitAll", params: {} } : undefined;
    }
    case "not-cause": {
      const isRuledOut = standingVerdicts(db, caller.scopes, head.id).some(
        ({ verdict: said }) => said.kind === "not-cause" && said.entityId === verdict.entityId,
      );
      return isRuledOut ? { code: "command.ruledOutAlready", params: {} } : undefined;
    }
  }
}

const HISTORY_CODES = {
  given: { merge: "history.verdictMerge", split: "history.verdictSplit", "not-cause": "history.verdictNotCause" },
  "taken-back": { merge: "history.unMerge", split: "history.unSplit", "not-cause": "history.unNotCause" },
} as const;

/** Audit, log, and the history of each incident that it speaks of. */
function write(
  context: CommandContext,
  scope: string,
  { id, verdict }: StandingVerdict,
  act: VerdictLogged["act"],
): void {
  const { db, draft, caller, now: at } = context;
  const action = `${act === "given" ? "verdict" : "undo-verdict"}.${verdict.kind}`;
  const detail = { verdictId: id, ...verdict };
  appendAudit(db, { at, by: caller.name, scope, action, target: verdict.incidentId, outcome: "allowed", detail });
  const body: VerdictLogged = { kind: "verdict", verdictId: id, act, by: caller.name, verdict };
  draft.log({ scope: scope as IncidentHead["scope"], sourceId: "operator", at, receivedAt: at, body });
  const entry = (incidentId: string, message: Message): void => {
    const kind: IncidentEntry["kind"] = act === "given" ? "verdict" : "undone";
    recordHistory(db, incidentId, { at, kind, by: caller.name, message });
  };
  const code = HISTORY_CODES[act][verdict.kind];
  if (verdict.kind === "merge") {
    entry(verdict.incidentId, { code, params: { other: verdict.otherId } });
    entry(verdict.otherId, { code, params: { other: verdict.incidentId } });
  } else if (verdict.kind === "split") {
    const names = entityNames(db, verdict.entityIds);
    entry(verdict.incidentId, { code, params: { names: names.join(", "), count: names.length } });
  } else {
    const [name = verdict.entityId] = entityNames(db, [verdict.entityId]);
    entry(verdict.incidentId, { code, params: { name } });
  }
  draft.topics.add("audit").add("incidents");
}
