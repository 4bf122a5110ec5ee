import type { Message } from "../../../shared/domain/message.ts";
import type { OperatorActed } from "../../../shared/domain/log.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { Caller } from "../../../shared/domain/session.ts";
import type { CommandError, CommandResult } from "../commands.ts";
import type { Draft } from "../ingest/draft.ts";
import type { Intake } from "../ingest/intake.ts";
import { appendAudit } from "../store/audit.ts";
import type { WritableDb } from "../store/database.ts";

/** What a command works with, inside its transaction. */
export type CommandContext = {
  db: WritableDb;
  draft: Draft;
  intake: Intake;
  now: number;
  caller: Caller;
  /** True for a source that is configured and whose connector can act. */
  canAct(sourceId: string): boolean;
  sourceName(sourceId: string): string;
  newId(): string;
  /** For every text that a person writes: nothing unmasked reaches the disk. */
  mask(text: string): string;
  /** Runs when the transaction is on disk. */
  afterCommit(work: () => void): void;
};

export const refuse = (code: CommandError["code"], reason: Message): { ok: false; error: CommandError } => ({
  ok: false,
  error: { code, reason },
});

export const accept = <T>(value: T): CommandResult<T> => ({ ok: true, value });

export const mayTouch = (caller: Caller, scope: string): boolean => caller.scopes.includes(scope as Scope);

export const NOTHING_THERE: Message = { code: "command.notFound", params: {} };

/** Audits a command that went through, and logs it, because it changes what analysis may conclude. */
export function recordAction(
  context: CommandContext,
  action: OperatorActed["action"],
  scope: string,
  subject: string,
  text: string,
  detail: Record<string, unknown>,
): void {
  const { db, draft, caller, now } = context;
  appendAudit(db, { at: now, by: caller.name, scope, action, target: subject, outcome: "allowed", detail });
  draft.log({
    scope: scope as Scope,
    sourceId: "operator",
    at: now,
    receivedAt: now,
    body: { kind: "operator", action, by: caller.name, subject, text },
  });
  draft.topics.add("audit");
}
