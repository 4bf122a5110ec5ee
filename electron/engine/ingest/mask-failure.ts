import type { Message } from "../../../shared/domain/message.ts";
import type { Failure } from "../../../shared/domain/source.ts";

/** A message whose parameters may hold a server's own words. */
export function maskMessage({ code, params }: Message, mask: (text: string) => string): Message {
  const masked = Object.entries(params).map(([name, value]) => [name, typeof value === "string" ? mask(value) : value]);
  return { code, params: Object.fromEntries(masked) };
}

export const maskFailure = ({ kind, message }: Failure, mask: (text: string) => string): Failure => ({
  kind,
  message: maskMessage(message, mask),
});
