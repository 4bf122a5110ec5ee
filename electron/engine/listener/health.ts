import type { ServerResponse } from "node:http";
import type { Message } from "../../../shared/domain/message.ts";
import { textOf } from "../../../shared/strings/index.ts";
import { answer } from "./answer.ts";

/** Empty when the engine does its work; else each reason why it does not. */
export type Degraded = Message[];

/** 200 `ok`, or 503 with one reason a line. Names no host, folder or source, since it needs no token. */
export function answerHealth(response: ServerResponse, degraded: Degraded): void {
  const body = degraded.length === 0 ? "ok" : degraded.map(textOf).join("\n");
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  answer(response, degraded.length === 0 ? 200 : 503, headers, `${body}\n`);
}
