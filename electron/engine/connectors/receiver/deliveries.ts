import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "../../../../shared/strings/index.ts";
import type { Deliver } from "../connector.ts";
import {
  answer,
  type Gate,
  type Handler,
  newRoom,
  readDelivery as readBody,
  READY_PATH,
  type Refusal,
  refusalOf,
} from "../http.ts";
import { parseFlatJson } from "../json.ts";
import { type Mistake, readDelivery } from "./parse.ts";
import type { Tracker } from "./tracker.ts";

export const ALERTS_PATH = "/api/v2/alerts";
const MAXIMUM_BYTES = 16 * 1024 * 1024;
/** Alerts that wait for their commit. More are turned away until some are through. */
const MAXIMUM_WAITING = 100_000;
const RETRY_AFTER = { "retry-after": "1" };
const JSON_TYPE = { "content-type": "application/json" };

export type Receiver = {
  tracker: Tracker;
  gate: Gate;
  deliver: Deliver;
  now(): number;
  /** How long an alert fires that names no end. */
  resolveMs: number;
  /** Called with the time of each delivery that was taken, and with how many of its alerts found no room to be tracked. */
  onDelivered(at: number, untracked: number): void;
};

/** Answers deliveries: 200 only once they are committed, 4xx with what is wrong, 503 to have them sent again. */
export function createHandler(receiver: Receiver): Handler {
  let waiting = 0;
  const room = newRoom();

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, MAXIMUM_BYTES, room);
    if (!body.ok) return body.refusal === undefined ? void request.destroy() : refuse(request, response, body.refusal);
    const parsed = parseFlatJson(body.bytes);
    if (!parsed.ok) {
      const utf8 = parsed.problem === "invalid-utf8";
      const refusal: Refusal = utf8
        ? { status: 400, code: "failure.delivery.invalidUtf8" }
        : { status: 400, code: "failure.delivery.notJson", params: { where: parsed.detail } };
      return refuse(request, response, refusal);
    }
    const now = receiver.now();
    const delivery = readDelivery(parsed.value, now);
    if (!delivery.ok) return refuse(request, response, refusalOfMistake(delivery.mistake));
    const { reports, ignored } = delivery;
    if (waiting + reports.length > MAXIMUM_WAITING && waiting > 0) {
      return refuse(request, response, { status: 503, code: "failure.delivery.busy" });
    }
    waiting += reports.length;
    receiver.tracker.begin(reports);
    try {
      const ends = delivery.endsAt.map((end) => (end === 0 ? now + receiver.resolveMs : end));
      const committed = await receiver.deliver(reports, ignored, idempotencyKeyOf(request));
      if (!committed.ok) return refuse(request, response, { status: 503, code: "failure.delivery.notStored" });
      const untracked = receiver.tracker.note(reports, ends);
      receiver.onDelivered(now, untracked);
      answer(request, response, 200, "");
    } finally {
      receiver.tracker.over(reports);
      waiting -= reports.length;
    }
  };

  return async (request, response) => {
    if (request.method === "GET" && request.url === READY_PATH) {
      return answer(request, response, 200, JSON.stringify({ listening: "alert-receiver" }), JSON_TYPE);
    }
    const refusal = refusalOfRequest(request, receiver.gate);
    return refusal === undefined ? take(request, response) : refuse(request, response, refusal);
  };
}

/** The draft "The Idempotency-Key HTTP Header Field" of the IETF's HTTPAPI group. An empty one is none. */
function idempotencyKeyOf({ headers }: IncomingMessage): string | undefined {
  const key = headers["idempotency-key"]?.toString().trim();
  return key === "" ? undefined : key;
}

function refusalOfRequest(request: IncomingMessage, gate: Gate): Refusal | undefined {
  const path = (request.url ?? "").split("?")[0];
  if (path !== ALERTS_PATH) return { status: 404, code: "failure.delivery.notFound", params: { path: ALERTS_PATH } };
  if (request.method !== "POST") return { status: 405, code: "failure.delivery.method" };
  const refused = refusalOf(request, gate);
  if (refused !== undefined) return refused;
  const type = (request.headers["content-type"] ?? "").split(";")[0]!.trim().toLowerCase();
  if (type === "application/json") return undefined;
  return { status: 415, code: "failure.delivery.type", params: { expected: "application/json" } };
}

function refusalOfMistake({ field, expected, actual }: Mistake): Refusal {
  return { status: 400, code: "failure.delivery.field", params: { field, expected: text(expected), actual } };
}

/** In the shape of Alertmanager's own errors. */
function refuse(request: IncomingMessage, response: ServerResponse, { status, code, params }: Refusal): void {
  const headers = {
    ...JSON_TYPE,
    ...(status === 503 ? RETRY_AFTER : {}),
    ...(status === 405 ? { allow: "POST" } : {}),
  };
  answer(request, response, status, JSON.stringify({ code: status, message: text(code, params) }), headers);
}
