import type { IncomingMessage, ServerResponse } from "node:http";
import { text, type TextKey } from "../../../shared/strings/index.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";

/** Sends a whole answer with the headers that every answer carries. */
export function answer(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string | Buffer = "",
): void {
  // RFC 9110, section 8.6: an answer that can have no body says nothing about its length.
  const length = status === 204 ? {} : { "content-length": String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...SECURITY_HEADERS, ...length, ...headers });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** Says in a sentence why there is nothing else to say. */
export function answerText(
  response: ServerResponse,
  status: number,
  key: TextKey,
  headers: Record<string, string> = {},
): void {
  answer(
    response,
    status,
    { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers },
    `${text(key)}\n`,
  );
}

/** Reads a JSON body; undefined when it is too large, broken or none. */
export async function readJson(request: IncomingMessage, maximumBytes: number): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? "")) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximumBytes) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return undefined; // the caller answers 400
  }
}
