import type { IncomingMessage, ServerResponse } from "node:http";
import { text, type TextKey } from "../../../../shared/strings/index.ts";
import type { Deliver } from "../connector.ts";
import {
  answer,
  type Gate,
  type Handler,
  newRoom,
  readDelivery,
  READY_PATH,
  type Refusal,
  refusalOf,
} from "../http.ts";
import { countReason } from "../reasons.ts";
import { decode, type Decoded, encodeResponse, encodeStatus, type Encoding, type Signal, SIGNALS } from "./protocol.ts";
import type { OtlpState } from "./state.ts";
import { countPoints, readLogs, readTraces } from "./telemetry.ts";

const MAXIMUM_BYTES = 16 * 1024 * 1024;
const MAXIMUM_WAITING = 64;
const RETRY_AFTER = { "retry-after": "1" };
const TYPE: Record<Encoding, string> = { json: "application/json", protobuf: "application/x-protobuf" };

/** Codes of `google.rpc.Status` for our HTTP statuses. */
const RPC_CODE: Readonly<Record<number, number>> = { 400: 3, 401: 16, 403: 7, 404: 5, 413: 8, 429: 8, 503: 14 };

export type OtlpReceiver = { state: OtlpState; gate: Gate; deliver: Deliver; now(): number };

type Outcome = { rejected: number; message: string } | Refusal;

/** Answers OTLP/HTTP requests in their own encoding: 200 once what they led to is committed; 429 and 503 are to be sent again. */
export function createHandler({ state, gate, deliver, now }: OtlpReceiver): Handler {
  let waiting = 0;
  const room = newRoom();

  const take = async (signal: Signal, encoding: Encoding, bytes: Buffer): Promise<Outcome> => {
    const decoded = decode(signal, encoding, bytes);
    if (!decoded.ok) return refusalOfDecoding(decoded);
    const outcome: Outcome = state.isRepeat(bytes)
      ? { rejected: 0, message: "" }
      : takeSignal(state, signal, decoded.value, now());
    if ("status" in outcome) return outcome;
    state.lastDeliveryAt = now();
    const collected = state.collect();
    if (collected.reports.length === 0) {
      state.giveBack(collected); // counted reasons go with the next poll
      return outcome;
    }
    const committed = await deliver(collected.reports, collected.ignored);
    if (committed.ok) return outcome;
    state.giveBack(collected);
    state.rememberFailed(bytes);
    return { status: 503, code: "failure.delivery.notStored" };
  };

  return async (request, response) => {
    if (request.method === "GET" && request.url === READY_PATH) {
      return answer(request, response, 200, JSON.stringify({ listening: "otlp" }), { "content-type": TYPE.json });
    }
    const encoding = encodingOf(request);
    const signal = signalOf(request);
    const refusal = refusalOfRequest(request, signal, encoding, gate);
    if (refusal !== undefined) return refuse(request, response, encoding ?? "json", refusal);
    if (waiting >= MAXIMUM_WAITING)
      return refuse(request, response, encoding!, { status: 429, code: "failure.delivery.busy" });
    waiting++;
    try {
      const body = await readDelivery(request, MAXIMUM_BYTES, room);
      if (!body.ok)
        return body.refusal === undefined ? void request.destroy() : refuse(request, response, encoding!, body.refusal);
      const outcome = await take(signal!, encoding!, body.bytes);
      if ("status" in outcome) return refuse(request, response, encoding!, outcome);
      const { rejected, message } = outcome;
      answer(request, response, 200, encodeResponse(signal!, encoding!, rejected, message), {
        "content-type": TYPE[encoding!],
      });
    } finally {
      waiting--;
    }
  };
}

function takeSignal(state: OtlpState, signal: Signal, value: unknown, now: number): Outcome {
  if (signal === "metrics") {
    const points = countPoints(value);
    if (!points.ok) return malformed(points.at);
    if (points.value === 0) return { rejected: 0, message: "" };
    countReason(state.reasons, "ignored.metrics", points.value);
    return { rejected: points.value, message: text("failure.delivery.metrics", { count: points.value }) };
  }
  const before = { ...state.reasons };
  if (signal === "traces") {
    const batches = readTraces(value);
    if (!batches.ok) return malformed(batches.at);
    return outcomeOf(state.takeTraces(batches.value, now).rejected, before, state);
  }
  const batches = readLogs(value);
  if (!batches.ok) return malformed(batches.at);
  return outcomeOf(state.takeLogs(batches.value, now).rejected, before, state);
}

/** Tells the sender which reasons this request added. */
function outcomeOf(rejected: number, before: Readonly<Record<string, number>>, state: OtlpState): Outcome {
  if (rejected === 0) return { rejected, message: "" };
  const reasons = Object.entries(state.reasons).filter(([reason, count]) => count > (before[reason] ?? 0));
  return { rejected, message: reasons.map(([reason]) => text(reason as TextKey)).join("; ") };
}

const malformed = (at: string): Refusal => ({
  status: 400,
  code: "failure.delivery.field",
  params: {
    field: at === "" ? "the body" : at,
    expected: text("failure.delivery.expected.otlp"),
    actual: text("failure.delivery.expected.other"),
  },
});

function refusalOfDecoding({ problem, detail }: Extract<Decoded, { ok: false }>): Refusal {
  if (problem === "invalid-utf8") return { status: 400, code: "failure.delivery.invalidUtf8" };
  if (problem === "too-deep") return { status: 400, code: "failure.delivery.tooDeep", params: { depth: detail } };
  if (problem === "not-json") return { status: 400, code: "failure.delivery.notJson", params: { where: detail } };
  return { status: 400, code: "failure.delivery.notProtobuf" };
}

function encodingOf({ headers }: IncomingMessage): Encoding | undefined {
  const type = (headers["content-type"] ?? "").split(";")[0]!.trim().toLowerCase();
  return type === TYPE.json ? "json" : type === TYPE.protobuf ? "protobuf" : undefined;
}

function signalOf({ url = "" }: IncomingMessage): Signal | undefined {
  const path = url.split("?")[0];
  return SIGNALS.find((signal) => path === `/v1/${signal}`);
}

function refusalOfRequest(
  request: IncomingMessage,
  signal: Signal | undefined,
  encoding: Encoding | undefined,
  gate: Gate,
): Refusal | undefined {
  if (signal === undefined)
    return { status: 404, code: "failure.delivery.notFound", params: { path: "/v1/traces, /v1/logs" } };
  if (request.method !== "POST") return { status: 405, code: "failure.delivery.method" };
  const refused = refusalOf(request, gate);
  if (refused !== undefined) return refused;
  if (encoding !== undefined) return undefined;
  return { status: 415, code: "failure.delivery.type", params: { expected: `${TYPE.protobuf}, ${TYPE.json}` } };
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  encoding: Encoding,
  { status, code, params }: Refusal,
): void {
  const headers = { "content-type": TYPE[encoding], ...(status === 503 || status === 429 ? RETRY_AFTER : {}) };
  answer(request, response, status, encodeStatus(encoding, RPC_CODE[status] ?? 2, text(code, params)), headers);
}
