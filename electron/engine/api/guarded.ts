import { implement, ORPCError } from "@orpc/server";
import type { Caller } from "../../../shared/domain/session.ts";
import { contract } from "../../../shared/contract/index.ts";
import type { ApiContext, EngineAccess } from "./access.ts";
import { authorise } from "./authorise.ts";
import { beginCall } from "./calls-under-way.ts";
import { answerOf, type ReportFault } from "./failures.ts";

/**
 * The contract with what stands before every handler, in order: faults are hidden from callers, calls of one caller are
 * bounded, the caller is authorised.
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
    .use(async ({ context, next }) => {
      const ended = beginCall(context.caller);
      if (ended === undefined) throw new ORPCError("BUSY");
      try {
        return await next();
      } finally {
        ended();
      }
    })
    .use(async ({ context, path, next }, input) => {
      const action = path.join(".");
      if (authorise(action, context.caller)) return next();
      throw await denial(access, context, action, targetOf(input));
    });

export type Guarded = ReturnType<typeof guard>;

/** So many refusals of one caller are recorded a minute. More say nothing new, and a token that may only read writes no more. */
export const RECORDED_A_MINUTE = 60;
const MINUTE_MS = 60_000;

/** Refusals of the minute that runs, by engine and caller. */
const recent = new WeakMap<EngineAccess, Map<string, { since: number; count: number }>>();

function isWorthRecording(access: EngineAccess, { name }: Caller): boolean {
  const ofEngine = recent.get(access) ?? new Map<string, { since: number; count: number }>();
  recent.set(access, ofEngine);
  const now = access.now();
  const before = ofEngine.get(name);
  const entry = before !== undefined && now - before.since < MINUTE_MS ? before : { since: now, count: 0 };
  ofEngine.set(name, entry);
  entry.count += 1;
  return entry.count <= RECORDED_A_MINUTE;
}

/** Records the refusal in the audit before it is answered. */
export async function denial(
  access: EngineAccess,
  { caller }: ApiContext,
  action: string,
  target: string,
): Promise<Error> {
  if (!isWorthRecording(access, caller)) return new ORPCError("FORBIDDEN");
  const recorded = await access.command("recordDenial", caller, { action, target });
  return recorded.ok ? new ORPCError("FORBIDDEN") : new ORPCError("FORBIDDEN", { cause: recorded.error });
}

const IDENTIFIER = /^[\w.:-]{1,100}$/;

/** The id that a refused call named, for the audit. It was not validated, so anything that is no plain id is left out. */
function targetOf(input: unknown): string {
  if (typeof input !== "object" || input === null || !("id" in input)) return "";
  return typeof input.id === "string" && IDENTIFIER.test(input.id) ? input.id : "";
}
