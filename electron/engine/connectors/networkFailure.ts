import type { Failure } from "../../../shared/domain/source.ts";
import { failureOf } from "./failure.ts";

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
  "EADDRNOTAVAIL",
  "EPIPE",
  "EACCES",
  "EPERM",
  "UND_ERR_SOCKET",
]);
const NAME_UNKNOWN = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_NODATA", "EAI_NONAME"]);
const TIMED_OUT = new Set(["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);
const CERTIFICATE_UNKNOWN = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_UNTRUSTED",
  "CERT_SIGNATURE_FAILURE",
  "INVALID_CA",
]);
const CERTIFICATE_DATE = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]);

/**
 * Sorts an error of the network, of TLS or of the HTTP parser by what an operator can do about it.
 * Answers undefined for anything else: that is a programmer's fault.
 */
export function networkFailure(error: unknown, address: string, timeoutMs: number): Failure | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  if (TIMED_OUT.has(code)) return failureOf("timeout", "failure.timeout", { address, timeoutMs });
  if (NAME_UNKNOWN.has(code)) return failureOf("unreachable", "failure.nameUnknown", { address });
  if (CERTIFICATE_UNKNOWN.has(code))
    return failureOf("certificate", "failure.certificateUnknown", { address, detail: code });
  if (CERTIFICATE_DATE.has(code)) return failureOf("certificate", "failure.certificateDate", { address, detail: code });
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return failureOf("certificate", "failure.certificateName", { address });
  if (code.startsWith("CERT_") || code.startsWith("ERR_OSSL_X509")) {
    return failureOf("certificate", "failure.certificateUnknown", { address, detail: code });
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL")) return failureOf("misconfigured", "failure.notTls", { address });
  if (code.startsWith("HPE_") || code === "UND_ERR_HEADERS_OVERFLOW") {
    return failureOf("malformed", "failure.notHttp", { address });
  }
  if (code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH") return failureOf("malformed", "failure.halfAnswer", { address });
  if (UNREACHABLE.has(code)) return failureOf("unreachable", "failure.unreachable", { address, detail: code });
  return undefined;
}

/** The code of an error or of what caused it, such as `ECONNREFUSED`. */
export function codeOf(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof AggregateError && at.errors.length > 0 && !("code" in at)) return codeOf(at.errors[0]);
    if ("code" in at && typeof at.code === "string") return at.code;
    if (at.name === "HTTPParserError") return "HPE_INVALID"; // undici names some of them without a code
  }
  return undefined;
}
