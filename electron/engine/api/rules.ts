import { ORPCError } from "@orpc/server";
import { problemOfRule } from "../rules/explain.ts";
import { listRules } from "../store/read-rules.ts";
import { loadRules } from "../store/rules.ts";
import type { ApiContext, EngineAccess } from "./access.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { TextKey } from "../../../shared/strings/index.ts";
import { done, found } from "./failures.ts";
import { denial, type Guarded } from "./guarded.ts";

const HOUR_MS = 3_600_000;

export function ruleHandlers({ rules }: Guarded, access: EngineAccess) {
  const { db, command, now, tester } = access;

  /** Only what is in a scope of the caller may be changed or ended. */
  async function requireScope(
    context: ApiContext,
    action: string,
    { id, scope }: { id: string; scope: Scope },
  ): Promise<void> {
    if (!context.caller.scopes.includes(scope)) throw await denial(access, context, action, id);
  }

  return {
    list: rules.list.handler(({ context: { caller } }) => {
      const running = tester.running;
      return {
        rows: listRules(db, caller.scopes).map((row) => ({ ...row, problem: problemOfRule(row.rule) })),
        running: running !== null && caller.scopes.includes(running.scope) ? running : null,
      };
    }),

    check: rules.check.handler(({ input }) => ({ problem: problemOfRule(input) })),

    save: rules.save.handler(async ({ input, context }) => {
      await requireScope(context, "rules.save", input);
      return done(command("saveRule", context.caller, input));
    }),

    remove: rules.remove.handler(async ({ input, context }) => {
      await requireScope(context, "rules.remove", input);
      return done(command("removeRule", context.caller, input));
    }),

    test: rules.test.handler(async ({ input: { id, scope, hours }, context: { caller } }) => {
      const all = loadRules(db).filter((rule) => rule.scope === scope && caller.scopes.includes(scope));
      const rule = found(all.find((each) => each.id === id));
      const others = all.filter((each) => each !== rule && each.state === "enabled");
      const started = tester.run(id, { scope, tested: [rule], others, from: now() - hours * HOUR_MS });
      if (started === undefined) throw rejected("command.ruleTestRuns");
      const test = await started;
      if (test === "overran") throw rejected("command.ruleTestOverran");
      if (test !== null) await done(command("keepRuleTest", caller, { tested: rule, test }));
      return { test };
    }),

    cancelTest: rules.cancelTest.handler(async ({ context }) => {
      const { running } = tester;
      if (running === null) return { cancelled: false };
      await requireScope(context, "rules.cancelTest", { id: running.ruleId, scope: running.scope });
      return { cancelled: tester.cancel() };
    }),
  };
}

const rejected = (code: TextKey): Error => new ORPCError("REJECTED", { data: { reason: { code, params: {} } } });
