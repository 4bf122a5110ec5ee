import { DEFAULT_SCOPE, type Scope } from "../../../shared/domain/scope.ts";
import type { SourceConfig } from "../../../shared/domain/source.ts";
import { getSource, listSources, scopeOfSource, sourceConfig } from "../store/read-sources.ts";
import type { ApiContext, EngineAccess } from "./access.ts";
import { done, found } from "./failures.ts";
import { denial, type Guarded } from "./guarded.ts";

export function sourceHandlers({ sources }: Guarded, access: EngineAccess) {
  const { db, command, now } = access;

  /** A source may be put only into a scope of the caller, and only in place of one that is there already. */
  async function requireScope(context: ApiContext, action: string, config: SourceConfig): Promise<void> {
    const touched = [config.scope ?? DEFAULT_SCOPE, scopeOfSource(db, config.id)].filter(
      (scope) => scope !== undefined,
    );
    if (touched.every((scope) => context.caller.scopes.includes(scope as Scope))) return;
    throw await denial(access, context, action, config.id);
  }

  return {
    list: sources.list.handler(({ context: { caller } }) => listSources(db, caller.scopes, now())),

    kinds: sources.kinds.handler(() => access.sourceKinds()),

    test: sources.test.handler(async ({ input, context }) => {
      await requireScope(context, "sources.test", input);
      return done(command("testSource", context.caller, input));
    }),

    save: sources.save.handler(async ({ input, context }) => {
      await requireScope(context, "sources.save", input);
      const { id } = await done(command("saveSource", context.caller, input));
      return found(getSource(db, context.caller.scopes, id, now()));
    }),

    remove: sources.remove.handler(({ input, context: { caller } }) => {
      found(sourceConfig(db, caller.scopes, input.id));
      return done(command("removeSource", caller, input));
    }),

    config: sources.config.handler(({ input, context: { caller } }) =>
      found(sourceConfig(db, caller.scopes, input.id)),
    ),

    poll: sources.poll.handler(({ input, context: { caller } }) => {
      found(sourceConfig(db, caller.scopes, input.id));
      return done(command("pollSource", caller, input));
    }),
  };
}
