import type { TestOutcome } from "../../../shared/contract/sources.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import type { SourceConfig } from "../../../shared/domain/source.ts";
import { accept, mayTouch, NOTHING_THERE, refuse, type CommandContext } from "../actions/context.ts";
import type { CommandResult, Commands } from "../commands.ts";
import type { ConnectorIo } from "../connectors/connector.ts";
import { addressOf } from "../connectors/io.ts";
import type { Registry } from "../connectors/registry.ts";
import { referencesIn } from "../connectors/settings.ts";
import type { ReadableDb } from "../store/database.ts";
import { loadSources, putSource, removeSource, type SourceRow } from "../store/sources.ts";
import { appendAudit } from "../store/audit.ts";
import { maskFailure } from "./mask-failure.ts";
import type { Sources } from "./sources.ts";

/** Commands about sources: they start and stop connectors beside the transaction that stores them. */
export type SourceCommands = {
  /** Audits a test before it reaches out. */
  beginTest(context: CommandContext, input: SourceConfig): CommandResult<null>;
  test(input: SourceConfig): Promise<CommandResult<TestOutcome>>;
  save(context: CommandContext, input: SourceConfig): CommandResult<{ id: string }>;
  remove(context: CommandContext, input: Commands["removeSource"]["input"]): CommandResult<{ removed: boolean }>;
  poll(context: CommandContext, input: Commands["pollSource"]["input"]): CommandResult<{ scheduled: boolean }>;
};

export type SourceCommandParts = {
  db: ReadableDb;
  registry: Registry;
  sources: Sources;
  makeIo(signal: AbortSignal): ConnectorIo;
  /** Ends what a source said that is not in use any more. */
  silence(sourceId: string): void;
  /** What a server says of itself or of a failure may hold anything. */
  mask(text: string): string;
};

/** A whole test may take so long; each request has its own shorter limit. */
const TEST_LIMIT_MS = 20_000;

/** The row of a source with settings that parse, or what is wrong with them. */
export function sourceRow(
  registry: Registry,
  input: SourceConfig,
  origin: SourceRow["origin"],
): CommandResult<SourceRow> {
  const parsed = registry.parseSettings(input.kind, input.settings);
  if (!parsed.ok) {
    const [problem] = parsed.problems;
    const field = problem?.path.join(".") ?? "";
    const reason = problem?.message ?? { code: "command.notFound", params: {} };
    return refuse("REJECTED", { code: reason.code, params: { ...reason.params, field } });
  }
  const { connector, config } = parsed;
  return accept({
    id: input.id,
    scope: input.scope ?? DEFAULT_SCOPE,
    kind: input.kind,
    name: input.name ?? input.id,
    origin,
    enabled: input.enabled,
    canAct: connector.act !== undefined,
    settings: input.settings,
    intervalMs: connector.intervalMs(config),
  });
}

export function sourceCommands({ db, registry, sources, makeIo, silence, mask }: SourceCommandParts): SourceCommands {
  return {
    beginTest(context, { id, scope = DEFAULT_SCOPE, kind, settings }) {
      if (!mayTouch(context.caller, scope)) return refuse("FORBIDDEN", NOTHING_THERE);
      audit(context, "test-source", scope, id, { kind, ...reachOf(settings) });
      return accept(null);
    },

    async test(input) {
      const parsed = registry.parseSettings(input.kind, input.settings);
      if (!parsed.ok) {
        const [problem] = parsed.problems;
        const message = problem?.message ?? NOTHING_THERE;
        const reason = { code: message.code, params: { ...message.params, field: problem?.path.join(".") ?? "" } };
        return accept({ ok: false, about: null, alerts: null, failure: { kind: "misconfigured", message: reason } });
      }
      const ended = new AbortController();
      const limit = AbortSignal.any([ended.signal, AbortSignal.timeout(TEST_LIMIT_MS)]);
      try {
        const outcome = await parsed.connector.test(parsed.config, makeIo(limit));
        const { about, failure } = outcome;
        return accept({ ...outcome, about: about && mask(about), failure: failure && maskFailure(failure, mask) });
      } finally {
        ended.abort();
      }
    },

    save(context, input) {
      const existing = loadSources(db).find(({ id }) => id === input.id);
      if (existing && existing.origin !== "form")
        return refuse("REJECTED", { code: "command.sourceOfFile", params: { id: input.id } });
      const row = sourceRow(registry, input, "form");
      if (!row.ok) return row;
      const touched = existing === undefined ? [row.value.scope] : [row.value.scope, existing.scope];
      if (!touched.every((scope) => mayTouch(context.caller, scope))) return refuse("FORBIDDEN", NOTHING_THERE);
      putSource(context.db, row.value);
      note(context, "save-source", row.value.scope, input.id, input.kind, reachOf(input.settings));
      if (input.enabled) context.intake.hear(input.id);
      else context.intake.silence(input.id);
      context.afterCommit(() => {
        sources.replace(input.id, input.enabled ? { ...input, name: row.value.name } : undefined);
        if (!input.enabled) silence(input.id);
      });
      return accept({ id: input.id });
    },

    remove(context, { id }) {
      const existing = loadSources(db).find((source) => source.id === id);
      if (existing === undefined) return refuse("NOT_FOUND", NOTHING_THERE);
      if (existing.origin !== "form") return refuse("REJECTED", { code: "command.sourceOfFile", params: { id } });
      if (!mayTouch(context.caller, existing.scope)) return refuse("NOT_FOUND", NOTHING_THERE);
      const removed = removeSource(context.db, id, context.now);
      note(context, "remove-source", existing.scope, id, existing.kind);
      context.intake.silence(id);
      context.afterCommit(() => {
        sources.replace(id, undefined);
        silence(id);
      });
      return accept({ removed });
    },

    poll(context, { id }) {
      const existing = loadSources(db).find((source) => source.id === id);
      if (existing === undefined || !sources.has(id) || !mayTouch(context.caller, existing.scope))
        return refuse("NOT_FOUND", NOTHING_THERE);
      audit(context, "poll-source", existing.scope, id, { kind: existing.kind });
      return accept({ scheduled: sources.poll(id) });
    },
  };
}

function audit(
  { db, draft, caller, now }: CommandContext,
  action: string,
  scope: SourceRow["scope"],
  id: string,
  detail: Record<string, string>,
): void {
  appendAudit(db, { at: now, by: caller.name, scope, action, target: id, outcome: "done", detail });
  draft.topics.add("audit");
}

/**
 * Where a source reaches out to and with which secrets, for the audit: whoever configures one decides which server gets what.
 * The settings may not have been checked yet, so credentials in an address are left out.
 */
function reachOf({ url, ...others }: SourceConfig["settings"]): Record<string, string> {
  const references = referencesIn(others);
  return {
    ...(typeof url === "string" ? { address: addressOf(url) } : {}),
    ...(references.length === 0 ? {} : { secrets: references.join(", ") }),
  };
}

/** Configuration changes the outcome, so it is in the log; who changed it is in the audit. */
function note(
  context: CommandContext,
  action: string,
  scope: SourceRow["scope"],
  id: string,
  kind: string,
  reach: Record<string, string> = {},
): void {
  const { draft, now } = context;
  audit(context, action, scope, id, { kind, ...reach });
  draft.log({
    scope,
    sourceId: id,
    at: now,
    receivedAt: now,
    body: { kind: "configuration", what: action, detail: kind },
  });
  draft.topics.add("sources").add("session");
}
