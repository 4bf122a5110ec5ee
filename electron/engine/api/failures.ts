import { randomUUID } from "node:crypto";
import { ORPCError } from "@orpc/server";
import type { CommandError, CommandResult } from "../commands.ts";
import { ReaderStopped } from "./reader.ts";

/** A fault that nobody expected. Callers see only its id; the log has the rest. */
export type Fault = { id: string; path: string; error: unknown };
export type ReportFault = (fault: Fault) => void;

export const reportToStderr: ReportFault = ({ id, path, error }) => {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `${JSON.stringify({ at: new Date().toISOString(), level: "error", fault: id, call: path, detail })}\n`,
  );
};

/** The value of a command, or its refusal as an error of the contract. */
export async function done<T>(result: Promise<CommandResult<T>>): Promise<T> {
  const settled = await result;
  if (settled.ok) return settled.value;
  throw refusalOf(settled.error);
}

/** Codes of commands are codes of the contract; those that carry a reason keep it. */
export function refusalOf({ code, reason }: CommandError): Error {
  return code === "CONFLICT" || code === "REJECTED" ? new ORPCError(code, { data: { reason } }) : new ORPCError(code);
}

/** The value, or NOT_FOUND: nobody learns whether it exists in a scope that they cannot see. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new ORPCError("NOT_FOUND");
  return value;
}

/** What a caller gets to see of an error. Errors of the contract pass, all others are reported and hidden. */
export function answerOf(error: unknown, path: string, report: ReportFault): Error {
  if (error instanceof ReaderStopped) return new ORPCError("BUSY", { cause: error });
  if (error instanceof ORPCError && error.code !== "INTERNAL_SERVER_ERROR") return error;
  const id = randomUUID();
  report({ id, path, error: error instanceof ORPCError ? (error.cause ?? error) : error });
  return new ORPCError("INTERNAL_SERVER_ERROR", { message: `Fault ${id}`, data: { fault: id } });
}
