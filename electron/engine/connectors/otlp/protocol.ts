import protobuf from "protobufjs";
import { parseJson } from "../json.ts";

/** The three calls of OTLP/HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp). */
export const SIGNALS = ["traces", "logs", "metrics"] as const;
export type Signal = (typeof SIGNALS)[number];
export type Encoding = "json" | "protobuf";

const field = (id: number, type: string, repeated = false) =>
  repeated ? { id, type, rule: "repeated" } : { id, type };

/**
 * What we read of opentelemetry-proto 1.x, by its field numbers. Unknown fields are passed over. Data points of metrics are
 * only counted, so they stay bytes.
 */
const root = protobuf.Root.fromJSON({
  nested: {
    AnyValue: {
      oneofs: {
        value: {
          oneof: ["stringValue", "boolValue", "intValue", "doubleValue", "arrayValue", "kvlistValue", "bytesValue"],
        },
      },
      fields: {
        stringValue: field(1, "string"),
        boolValue: field(2, "bool"),
        intValue: field(3, "int64"),
        doubleValue: field(4, "double"),
        arrayValue: field(5, "ArrayValue"),
        kvlistValue: field(6, "KeyValueList"),
        bytesValue: field(7, "bytes"),
      },
    },
    ArrayValue: { fields: { values: field(1, "AnyValue", true) } },
    KeyValueList: { fields: { values: field(1, "KeyValue", true) } },
    KeyValue: { fields: { key: field(1, "string"), value: field(2, "AnyValue") } },
    Resource: { fields: { attributes: field(1, "KeyValue", true) } },

    ExportTraces: { fields: { resourceSpans: field(1, "ResourceSpans", true) } },
    ResourceSpans: { fields: { resource: field(1, "Resource"), scopeSpans: field(2, "ScopeSpans", true) } },
    ScopeSpans: { fields: { spans: field(2, "Span", true) } },
    Span: {
      fields: {
        traceId: field(1, "bytes"),
        spanId: field(2, "bytes"),
        parentSpanId: field(4, "bytes"),
        name: field(5, "string"),
        kind: field(6, "int32"),
        startTimeUnixNano: field(7, "fixed64"),
        endTimeUnixNano: field(8, "fixed64"),
        attributes: field(9, "KeyValue", true),
        links: field(13, "Link", true),
        status: field(15, "Status"),
      },
    },
    Link: { fields: { traceId: field(1, "bytes"), spanId: field(2, "bytes") } },
    Status: { fields: { message: field(2, "string"), code: field(3, "int32") } },

    ExportLogs: { fields: { resourceLogs: field(1, "ResourceLogs", true) } },
    ResourceLogs: { fields: { resource: field(1, "Resource"), scopeLogs: field(2, "ScopeLogs", true) } },
    ScopeLogs: { fields: { logRecords: field(2, "LogRecord", true) } },
    LogRecord: {
      fields: {
        timeUnixNano: field(1, "fixed64"),
        severityNumber: field(2, "int32"),
        severityText: field(3, "string"),
        body: field(5, "AnyValue"),
        attributes: field(6, "KeyValue", true),
        observedTimeUnixNano: field(11, "fixed64"),
      },
    },

    ExportMetrics: { fields: { resourceMetrics: field(1, "ResourceMetrics", true) } },
    ResourceMetrics: { fields: { scopeMetrics: field(2, "ScopeMetrics", true) } },
    ScopeMetrics: { fields: { metrics: field(2, "Metric", true) } },
    Metric: {
      fields: {
        gauge: field(5, "Points"),
        sum: field(7, "Points"),
        histogram: field(9, "Points"),
        exponentialHistogram: field(10, "Points"),
        summary: field(11, "Points"),
      },
    },
    Points: { fields: { dataPoints: field(1, "bytes", true) } },

    /** The three responses differ in names only. */
    ExportResponse: { fields: { partialSuccess: field(1, "PartialSuccess") } },
    PartialSuccess: { fields: { rejected: field(1, "int64"), errorMessage: field(2, "string") } },
    RpcStatus: { fields: { code: field(1, "int32"), message: field(2, "string") } },
  },
});

const REQUEST: Record<Signal, protobuf.Type> = {
  traces: root.lookupType("ExportTraces"),
  logs: root.lookupType("ExportLogs"),
  metrics: root.lookupType("ExportMetrics"),
};
const RESPONSE = root.lookupType("ExportResponse");
const STATUS = root.lookupType("RpcStatus");
const REJECTED_NAME: Record<Signal, string> = {
  traces: "rejectedSpans",
  logs: "rejectedLogRecords",
  metrics: "rejectedDataPoints",
};

export type Decoded =
  | { ok: true; value: unknown }
  | { ok: false; problem: "invalid-utf8" | "too-deep" | "not-json" | "not-protobuf"; detail: string };

/** One request as a plain object in the shape of OTLP's JSON, except that ids of protobuf are bytes and times numbers. */
export function decode(signal: Signal, encoding: Encoding, bytes: Buffer): Decoded {
  if (encoding === "json") return parseJson(bytes);
  try {
    return { ok: true, value: REQUEST[signal].toObject(REQUEST[signal].decode(bytes), { longs: Number }) };
  } catch {
    // The decoder throws for every body that is no such message; its words say nothing to a sender.
    return { ok: false, problem: "not-protobuf", detail: "" };
  }
}

/** What the sender gets with a 200. `rejected` of 0 is full success, which has no `partial_success`. */
export function encodeResponse(signal: Signal, encoding: Encoding, rejected: number, message: string): Buffer {
  const partial = rejected > 0 || message !== "";
  if (encoding === "json") {
    const answer = partial
      ? { partialSuccess: { [REJECTED_NAME[signal]]: String(rejected), errorMessage: message } }
      : {};
    return Buffer.from(JSON.stringify(answer));
  }
  return Buffer.from(RESPONSE.encode(partial ? { partialSuccess: { rejected, errorMessage: message } } : {}).finish());
}

/** The body of a refusal: a `google.rpc.Status`. */
export function encodeStatus(encoding: Encoding, code: number, message: string): Buffer {
  if (encoding === "json") return Buffer.from(JSON.stringify({ code, message }));
  return Buffer.from(STATUS.encode({ code, message }).finish());
}
