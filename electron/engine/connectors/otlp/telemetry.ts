import { z } from "zod";

/** Attributes by name, values as text. */
export type Attributes = Record<string, string>;

export type Span = {
  traceId: string;
  spanId: string;
  parentId: string;
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number;
  startAt: number;
  endAt: number;
  failed: boolean;
  attributes: Attributes;
  links: { traceId: string; spanId: string }[];
};

export type LogRecord = { at: number; severityNumber: number; text: string };

/** What one resource said. */
export type Batch<T> = { resource: Attributes; records: T[]; malformed: number };

const LONGEST_TEXT = 8_192;
const DEEPEST_VALUE = 4;

/** Nanoseconds as a number or, in JSON, a string; in ms. A double is exact to a quarter of a microsecond here. */
const Time = z
  .union([z.number(), z.string().regex(/^\d{1,20}$/)])
  .nullish()
  .transform((value) => Number(value ?? 0) / 1e6);

/** Bytes, or hexadecimal text in any case. */
const Id = z
  .union([z.string().regex(/^[0-9a-f]*$/i), z.instanceof(Uint8Array)])
  .nullish()
  .transform((value) => (typeof value === "string" ? value.toLowerCase() : Buffer.from(value ?? []).toString("hex")));

const KeyValues = z
  .array(z.object({ key: z.string(), value: z.unknown() }))
  .nullish()
  .transform((list) => {
    const attributes: Attributes = {};
    for (const { key, value } of list ?? []) {
      const written = textOf(value, 0);
      if (written !== undefined && key !== "__proto__") attributes[key] = written;
    }
    return attributes;
  });

const Resource = z.object({ attributes: KeyValues }).nullish();
const Records = z.array(z.unknown()).nullish();

const SpanRecord = z.object({
  traceId: Id.refine((id) => /^[0-9a-f]{32}$/.test(id) && !/^0+$/.test(id)),
  spanId: Id.refine((id) => /^[0-9a-f]{16}$/.test(id) && !/^0+$/.test(id)),
  parentSpanId: Id,
  kind: z.int().nullish(),
  startTimeUnixNano: Time,
  endTimeUnixNano: Time,
  attributes: KeyValues,
  links: z.array(z.object({ traceId: Id, spanId: Id })).nullish(),
  status: z.object({ code: z.int().nullish() }).nullish(),
});

const LogRecordShape = z.object({
  timeUnixNano: Time,
  observedTimeUnixNano: Time,
  severityNumber: z.int().nullish(),
  body: z.unknown(),
});

const TracesRequest = z.object({
  resourceSpans: z
    .array(z.object({ resource: Resource, scopeSpans: z.array(z.object({ spans: Records })).nullish() }))
    .nullish(),
});
const LogsRequest = z.object({
  resourceLogs: z
    .array(z.object({ resource: Resource, scopeLogs: z.array(z.object({ logRecords: Records })).nullish() }))
    .nullish(),
});
const Points = z.object({ dataPoints: z.array(z.unknown()).nullish() }).nullish();
const MetricsRequest = z.object({
  resourceMetrics: z
    .array(
      z.object({
        scopeMetrics: z
          .array(
            z.object({
              metrics: z
                .array(
                  z.object({
                    gauge: Points,
                    sum: Points,
                    histogram: Points,
                    exponentialHistogram: Points,
                    summary: Points,
                  }),
                )
                .nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});

export type Read<T> = { ok: true; value: T } | { ok: false; at: string };

/** Reads a decoded request of traces. A span that is wrong costs only itself. */
export function readTraces(value: unknown): Read<Batch<Span>[]> {
  const request = TracesRequest.safeParse(value);
  if (!request.success) return { ok: false, at: request.error.issues[0]?.path.join(".") ?? "" };
  return {
    ok: true,
    value: (request.data.resourceSpans ?? []).map(({ resource, scopeSpans }) =>
      batchOf(
        resource?.attributes ?? {},
        (scopeSpans ?? []).flatMap((scope) => scope.spans ?? []),
        readSpan,
      ),
    ),
  };
}

export function readLogs(value: unknown): Read<Batch<LogRecord>[]> {
  const request = LogsRequest.safeParse(value);
  if (!request.success) return { ok: false, at: request.error.issues[0]?.path.join(".") ?? "" };
  return {
    ok: true,
    value: (request.data.resourceLogs ?? []).map(({ resource, scopeLogs }) =>
      batchOf(
        resource?.attributes ?? {},
        (scopeLogs ?? []).flatMap((scope) => scope.logRecords ?? []),
        readLogRecord,
      ),
    ),
  };
}

/** Metrics are not taken: only how many data points there were. */
export function countPoints(value: unknown): Read<number> {
  const request = MetricsRequest.safeParse(value);
  if (!request.success) return { ok: false, at: request.error.issues[0]?.path.join(".") ?? "" };
  const metrics = (request.data.resourceMetrics ?? []).flatMap(({ scopeMetrics }) =>
    (scopeMetrics ?? []).flatMap((scope) => scope.metrics ?? []),
  );
  const kinds = metrics.flatMap((metric) => Object.values(metric));
  return { ok: true, value: kinds.reduce((sum, points) => sum + (points?.dataPoints?.length ?? 0), 0) };
}

function batchOf<T>(resource: Attributes, given: unknown[], read: (record: unknown) => T | undefined): Batch<T> {
  const records = given.map(read).filter((record) => record !== undefined);
  return { resource, records, malformed: given.length - records.length };
}

function readSpan(value: unknown): Span | undefined {
  const span = SpanRecord.safeParse(value).data;
  if (span === undefined || span.endTimeUnixNano < span.startTimeUnixNano || span.endTimeUnixNano === 0)
    return undefined;
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentId: span.parentSpanId,
    kind: span.kind ?? 0,
    startAt: span.startTimeUnixNano,
    endAt: span.endTimeUnixNano,
    failed: span.status?.code === 2,
    attributes: span.attributes,
    links: span.links ?? [],
  };
}

function readLogRecord(value: unknown): LogRecord | undefined {
  const record = LogRecordShape.safeParse(value).data;
  if (record === undefined) return undefined;
  const at = record.timeUnixNano === 0 ? record.observedTimeUnixNano : record.timeUnixNano;
  return {
    at,
    severityNumber: record.severityNumber ?? 0,
    text: (textOf(record.body, 0) ?? "").slice(0, LONGEST_TEXT),
  };
}

const AnyValue = z.object({
  stringValue: z.string().optional(),
  boolValue: z.boolean().optional(),
  intValue: z.union([z.number(), z.string()]).optional(),
  doubleValue: z.union([z.number(), z.string()]).optional(),
  arrayValue: z.object({ values: z.array(z.unknown()).optional() }).optional(),
  kvlistValue: z.object({ values: z.array(z.object({ key: z.string(), value: z.unknown() })).optional() }).optional(),
});

/** A value as text: lists and maps as `key=value` joined by spaces, no deeper than a log line needs. */
function textOf(value: unknown, depth: number): string | undefined {
  const any = AnyValue.safeParse(value).data;
  if (any === undefined || depth > DEEPEST_VALUE) return undefined;
  const simple = any.stringValue ?? any.intValue ?? any.doubleValue ?? any.boolValue;
  if (simple !== undefined) return String(simple);
  const list = any.arrayValue?.values?.map((item) => textOf(item, depth + 1) ?? "");
  const pairs = any.kvlistValue?.values?.map((pair) => `${pair.key}=${textOf(pair.value, depth + 1) ?? ""}`);
  return (list ?? pairs)?.join(" ");
}
