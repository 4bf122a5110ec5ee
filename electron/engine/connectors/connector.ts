import type { z } from "zod";
import type { Alias, Report } from "../../../shared/domain/event.ts";
import type { Failure } from "../../../shared/domain/source.ts";
import type { SourceKind, TestOutcome } from "../../../shared/contract/sources.ts";

/** An expected failure, as a value. Anything else that is thrown is a programmer's fault. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export interface HttpRequest {
  url: string;
  method?: "GET" | "POST" | "DELETE";
  /** Sent as JSON. */
  body?: unknown;
  /** Where credentials and trust come from; secrets are already resolved. */
  auth?: { basic?: { user: string; password: string }; bearer?: string };
  /** `ca` is PEM text, `caFile` the path of such a file; either is trusted instead of the system's authorities. */
  tls?: { ca?: string; caFile?: string; insecure?: boolean };
  timeoutMs?: number;
  /** Refused beyond this many bytes after decompression. */
  maximumBytes?: number;
  /** Gives this one request up, before its source ends. */
  signal?: AbortSignal;
}

/** Everything a connector may touch. Clock, network and randomness are passed in, so tests can hold them. */
export interface ConnectorIo {
  now(): number;
  random(): number;
  /** One request with time-out, size limit and no redirects followed; parses JSON. Never throws for what a server does. */
  fetchJson(request: HttpRequest): Promise<Result<unknown>>;
  /** Stops with the source. */
  signal: AbortSignal;
  /** Takes a programmer's fault that happened outside a call of the connector, such as in the handler of a delivery. */
  fault(error: unknown): void;
  /** Resolves `env:`, `file:` and `keychain:` references. */
  secret(reference: string): Promise<Result<string>>;
}

/** An alert that ended although no report says so. `at`: epoch ms. */
export type Ended = { handle: string; at: number };

/** What one poll brought. */
export type Polled = {
  /**
   * `snapshot`: all alerts that hold now; one that is missing has ended.
   * `increment`: only what is new since the cursor.
   */
  kind: "snapshot" | "increment";
  reports: Report[];
  /** What has ended by itself, after the reports. */
  ended?: readonly Ended[];
  /** Of a snapshot: handles of alerts that hold and of which there is nothing new to report. */
  holding?: readonly string[];
  /** Reports that the connector itself had to leave out, by reason. */
  ignored?: Record<string, number>;
  /** Stored in the transaction of the reports, given back at the next poll. */
  cursor?: string;
  /** What the source is, such as `Prometheus 2.42.0`. */
  about?: string;
  /** Labels that the source adds for the outside and that are no part of an alert's identity. */
  externalLabels?: string[];
};

/**
 * Hands reports over; resolves when they are committed (invariant 1), rejects never: the result says what was not taken.
 * `idempotencyKey`: the sender's name for this delivery. One that was committed under the same key within a day changes nothing.
 */
export type Deliver = (
  reports: Report[],
  ignored?: Record<string, number>,
  idempotencyKey?: string,
) => Promise<Result<{ committed: number }>>;

/** One alert as the source knows it, with labels as they are at this moment (stored ones are masked). */
export type ActionTarget = { handle: string };

export type AcknowledgeRequest = {
  target: ActionTarget;
  by: string;
  note: string;
  /** Epoch ms at which the effect ends by itself. */
  until: number;
  /** Makes a second attempt of the same action recognisable at the source. */
  idempotencyKey: string;
};

/** What the source says about an action, when it is asked. */
export type Effect =
  | { state: "in-force"; effectId: string; until: number }
  | { state: "absent" }
  | { state: "alert-gone" }
  | { state: "someone-else"; effectId: string; by: string; note: string; until: number };

export interface Actions<C> {
  /** Finds the effect of this key, or what stands in its place. Called before sending, so a retry never doubles. */
  find(config: C, request: AcknowledgeRequest, io: ConnectorIo): Promise<Result<Effect>>;
  acknowledge(config: C, request: AcknowledgeRequest, io: ConnectorIo): Promise<Result<{ effectId: string }>>;
  undo(config: C, effectId: string, io: ConnectorIo): Promise<Result<{ gone: true }>>;
}

/** A request for the metric behind an alert. `name` is the alert's name, labels as the source gave them (masked). */
export type EvidenceRequest = {
  handle: string;
  name: string;
  labels: Record<string, string>;
  from: number;
  to: number;
  stepMs: number;
};

export type EvidenceSeries = {
  label: string;
  unit: string;
  alias?: Alias;
  threshold: number | null;
  points: [number, number | null][];
};

export interface Listening {
  /** Where it listens, for the sources page. */
  address: string;
  close(): Promise<void>;
}

/** The code for one kind of source. `C` is the parsed configuration. */
export interface Connector<C = unknown> {
  kind: string;
  title: string;
  gives: SourceKind["gives"];
  /** Makes both the form and the YAML. Fields with `.meta({ secret: true })` take a secret reference. */
  config: z.ZodType<C>;
  /** How often to poll, from the configuration. */
  intervalMs(config: C): number;
  test(config: C, io: ConnectorIo): Promise<TestOutcome>;
  poll?(config: C, cursor: string | undefined, io: ConnectorIo): Promise<Result<Polled>>;
  listen?(config: C, deliver: Deliver, io: ConnectorIo): Promise<Result<Listening>>;
  act?: Actions<C>;
  evidence?(config: C, request: EvidenceRequest, io: ConnectorIo): Promise<Result<EvidenceSeries[]>>;
}
