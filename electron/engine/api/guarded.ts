import { implement, ORPCError } from "@orpc/server";
import { contract } from "../../../shared/contract/index.ts";
import type { ApiContext, EngineAccess } from "./access.ts";
import { authorise } from "./authorise.ts";
import { answerOf, type ReportFault } from "./failures.ts";

/**
 * The contract with what stands before every handler, in order: faults are hidden from callers, the caller is authorised.
 * Input is validated after that, so a stranger learns nothing from the shape of errors.
 */
export const guard = (access: EngineAccess, report: ReportFault) =>
  implement(contract)
    .$context<ApiContext>()
    .use(async ({ path, next }) => {
      try {
        return await next();
      } catch (error) {
        throw answerOf(error, path.join("."), report);
      }
    })
    .use(async ({ context, path, next }, input) => {
      const action = path.join(".");
      if (authorise(action, context.caller)) return next();
      throw await denial(access, context, action, targetOf(input));
    });

export type Guarded = ReturnType<typeof guard>;

/** Records the refusal in the audit before it is answered. */
export async function denial(
  access: EngineAccess,
  { caller }: ApiContext,
  action: string,
  target: string,
): Promise<Error> {
  const recorded = await access.command("recordDenial", caller, { action, target });
  return recorded.ok ? new ORPCError("FORBIDDEN") : new ORPCError("FORBIDDEN", { cause: recorded.error });
}

const IDENTIFIER = /^[\w.:-]{1,100}$/;

/** The id that a refused call named, for the audit. It was not validated, so anything that is no plain id is left out. */
function targetOf(input: unknown): string {
  if (typeof input !== "object" || input === null || !("id" in input)) return "";
  return typeof input.id === "string" && IDENTIFIER.test(input.id) ? input.id : "";
}
