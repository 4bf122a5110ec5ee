import type { Change } from "../../shared/domain/change.ts";
import type { Message } from "../../shared/domain/message.ts";
import type { OutboxItem } from "../../shared/domain/outbox.ts";
import type { Rule, RuleTest } from "../../shared/domain/rule.ts";
import type { Scope } from "../../shared/domain/scope.ts";
import type { Caller } from "../../shared/domain/session.ts";
import type { SourceConfig } from "../../shared/domain/source.ts";
import type { Verdict } from "../../shared/domain/verdict.ts";
import type { TestOutcome } from "../../shared/contract/sources.ts";

/** What the api thread asks of the ingest thread, which owns the one write connection. Every one is audited there. */
export type Commands = {
  acknowledge: {
    input: {
      incidentId: string | null;
      /** For an incident: the version that the operator saw; the alerts are then those that fire in it. */
      seenVersion: number | null;
      alerts: { fingerprint: string; seenVersion: number }[];
      note: string;
      minutes: number;
    };
    output: { items: OutboxItem[]; skipped: { fingerprint: string; reason: string }[] };
  };
  undoIncident: { input: { incidentId: string }; output: { items: OutboxItem[] } };
  undoItem: { input: { id: string }; output: OutboxItem };
  settle: { input: { id: string; decision: "keep-theirs" | "send-again" }; output: OutboxItem };
  note: { input: { incidentId: string; text: string }; output: { version: number } };
  setOwner: { input: { incidentId: string; owner: string | null }; output: { version: number } };
  /** All or none. */
  giveVerdicts: { input: { verdicts: Verdict[] }; output: { verdictIds: string[] } };
  takeBack: { input: { verdictId: string }; output: { takenBack: true } };
  addChange: {
    input: Pick<Change, "summary"> & {
      id?: string;
      entity: string;
      detail?: string;
      by?: string;
      at?: number;
      endedAt?: number;
    };
    output: { id: string; entityName: string; newEntity: boolean };
  };
  /** `isAnomaly: false`: an operator says that a finding is none; `true` takes that back. */
  judgeFinding: { input: { id: string; isAnomaly: boolean }; output: { dismissed: boolean } };
  saveRule: { input: Rule; output: { id: string } };
  removeRule: { input: { id: string; scope: Scope }; output: { removed: boolean } };
  keepRuleTest: { input: { tested: Rule; test: RuleTest }; output: { kept: boolean } };
  testSource: { input: SourceConfig; output: TestOutcome };
  saveSource: { input: SourceConfig; output: { id: string } };
  removeSource: { input: { id: string }; output: { removed: boolean } };
  pollSource: { input: { id: string }; output: { scheduled: boolean } };
  /** A call that `authorise()` refused, so that the audit has it. */
  recordDenial: { input: { action: string; target: string }; output: { recorded: true } };
};

export type CommandName = keyof Commands;

export type CommandError = { code: "NOT_FOUND" | "CONFLICT" | "REJECTED" | "BUSY" | "FORBIDDEN"; reason: Message };

export type CommandResult<T> = { ok: true; value: T } | { ok: false; error: CommandError };

/** Sends one command; the result arrives when its transaction has been committed. */
export type SendCommand = <K extends CommandName>(
  name: K,
  caller: Caller,
  input: Commands[K]["input"],
) => Promise<CommandResult<Commands[K]["output"]>>;
