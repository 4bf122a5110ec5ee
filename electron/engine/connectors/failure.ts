import type { Failure, FailureKind } from "../../../shared/domain/source.ts";
import type { TextKey } from "../../../shared/strings/index.ts";

/** An expected failure. `code` is a text of the catalogue that also says what to do. */
export function failureOf(kind: FailureKind, code: TextKey, params: Failure["message"]["params"] = {}): Failure {
  return { kind, message: { code, params } };
}

/** The same, as the unhappy half of a `Result`. */
export function failed(
  kind: FailureKind,
  code: TextKey,
  params: Failure["message"]["params"] = {},
): { ok: false; failure: Failure } {
  return { ok: false, failure: failureOf(kind, code, params) };
}

/** True when the server said that there is nothing at this address (404 or 410). */
export const isNotFound = (failure: Failure): boolean => failure.message.code === "failure.notFound";
