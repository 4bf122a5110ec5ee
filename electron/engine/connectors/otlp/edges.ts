import type { EdgeReport, EntityHint } from "../../../../shared/domain/event.ts";
import { countReason, type Reasons } from "../reasons.ts";
import { serviceHint } from "./service.ts";
import type { Attributes, Span } from "./telemetry.ts";

const SERVER = 2;
const CLIENT = 3;
const PRODUCER = 4;
const CONSUMER = 5;

/** A span that waits for the other side of its call. */
type Waiting = { service: string; since: number; peer: EntityHint | undefined };

type Evidence = { from: EntityHint; to: EntityHint; calls: number; told: number; certainty: number };

/** At so many calls an edge is told again with the confidence it then has. */
const STEPS = [1, 3, 10, 30, 100];
/** A callee that speaks for itself; a consumer, without whom a producer goes on; one that is only named by its caller. */
const CERTAINTY = { paired: 0.98, queued: 0.6, named: 0.9, guessed: 0.7 };
/** A call whose other side has not come by then has none that is instrumented. */
const PATIENCE_MS = 60_000;

export type EdgeLimits = { waiting: number; edges: number };

/** Learns from spans which service depends on what. Bounded; what is forgotten too early is counted. */
export interface EdgeLearner {
  /** Edges that are new or surer than before. */
  learn(service: string, span: Span, now: number, reasons: Reasons): EdgeReport[];
  /** Edges to callees that were only named, once nobody answers to the name. */
  settle(now: number, reasons: Reasons): EdgeReport[];
  readonly size: { waiting: number; edges: number };
}

export function createEdgeLearner(limits: EdgeLimits): EdgeLearner {
  /** Outgoing spans by trace and span id, and incoming ones by the parent that they wait for. */
  const callers = new Map<string, Waiting>();
  const callees = new Map<string, Waiting>();
  const edges = new Map<string, Evidence>();

  const strengthen = (from: EntityHint, to: EntityHint, certainty: number, reasons: Reasons): EdgeReport[] => {
    if (from.namespace === to.namespace && from.value === to.value) return [];
    const key = [from.namespace, from.value, to.namespace, to.value].join("\n");
    let evidence = edges.get(key);
    if (evidence === undefined) {
      if (edges.size >= limits.edges) {
        countReason(reasons, "ignored.operationLimit");
        return [];
      }
      evidence = { from, to, calls: 0, told: 0, certainty };
      edges.set(key, evidence);
    }
    evidence.certainty = Math.max(evidence.certainty, certainty);
    evidence.calls++;
    const step = STEPS.findLast((least) => evidence.calls >= least) ?? 0;
    const confidence = confidenceOf(step, evidence.certainty);
    if (confidence <= evidence.told) return [];
    evidence.told = confidence;
    return [{ kind: "edge", from, to, origin: "traces", confidence }];
  };

  const wait = (waiting: Map<string, Waiting>, key: string, entry: Waiting, reasons: Reasons): void => {
    waiting.set(key, entry);
    if (waiting.size <= limits.waiting) return;
    const [oldest] = waiting.keys();
    if (oldest !== undefined) waiting.delete(oldest);
    countReason(reasons, "ignored.spanEvicted");
  };

  const learnCall = (service: string, span: Span, now: number, reasons: Reasons): EdgeReport[] => {
    const store = storeOf(span.attributes);
    const found = store === undefined ? [] : strengthen(serviceHint(service), store, CERTAINTY.named, reasons);
    if (store !== undefined && span.kind === CLIENT) return found; // databases send no spans
    const key = `${span.traceId}${span.spanId}`;
    const callee = callees.get(key);
    const certainty = span.kind === PRODUCER ? CERTAINTY.queued : CERTAINTY.paired;
    if (callee === undefined) {
      wait(
        callers,
        key,
        { service, since: now, peer: span.kind === CLIENT ? peerOf(span.attributes) : undefined },
        reasons,
      );
      return found;
    }
    callees.delete(key);
    return [...found, ...strengthen(serviceHint(service), serviceHint(callee.service), certainty, reasons)];
  };

  const learnArrival = (service: string, span: Span, now: number, reasons: Reasons): EdgeReport[] => {
    const store = span.kind === CONSUMER ? storeOf(span.attributes) : undefined;
    const found = store === undefined ? [] : strengthen(serviceHint(service), store, CERTAINTY.named, reasons);
    const certainty = span.kind === CONSUMER ? CERTAINTY.queued : CERTAINTY.paired;
    const parents = [{ traceId: span.traceId, spanId: span.parentId }, ...(span.kind === CONSUMER ? span.links : [])];
    for (const parent of parents) {
      if (parent.spanId === "") continue;
      const key = `${parent.traceId}${parent.spanId}`;
      const caller = callers.get(key);
      if (caller === undefined) wait(callees, key, { service, since: now, peer: undefined }, reasons);
      else {
        callers.delete(key);
        found.push(...strengthen(serviceHint(caller.service), serviceHint(service), certainty, reasons));
      }
    }
    return found;
  };

  return {
    learn(service, span, now, reasons) {
      if (span.kind === CLIENT || span.kind === PRODUCER) return learnCall(service, span, now, reasons);
      if (span.kind === SERVER || span.kind === CONSUMER) return learnArrival(service, span, now, reasons);
      return [];
    },
    settle(now, reasons) {
      const found: EdgeReport[] = [];
      for (const [key, { since, service, peer }] of callers) {
        if (now - since < PATIENCE_MS) break;
        callers.delete(key);
        if (peer !== undefined) found.push(...strengthen(serviceHint(service), peer, CERTAINTY.guessed, reasons));
      }
      for (const [key, { since }] of callees) {
        if (now - since < PATIENCE_MS) break;
        callees.delete(key);
      }
      return found;
    },
    get size() {
      return { waiting: callers.size + callees.size, edges: edges.size };
    },
  };
}

/** Laplace's rule of succession, scaled: one call is half sure, a hundred as sure as the kind of evidence can be. */
const confidenceOf = (calls: number, certainty: number): number =>
  Math.round((certainty * calls * 100) / (calls + 1)) / 100;

/** The database or queue that a span works on, by OpenTelemetry's attributes, older names included. */
function storeOf(attributes: Attributes): EntityHint | undefined {
  const system = attributes["db.system.name"] ?? attributes["db.system"];
  if (system !== undefined) {
    const database = attributes["db.namespace"] ?? attributes["db.name"];
    if (database !== undefined) return { namespace: "db.namespace", value: database, kind: "database" };
    const address = addressOf(attributes);
    return {
      namespace: address === undefined ? "db.system.name" : "server.address",
      value: address ?? system,
      kind: "database",
    };
  }
  const destination = attributes["messaging.destination.name"] ?? attributes["messaging.destination"];
  if (attributes["messaging.system"] === undefined || destination === undefined) return undefined;
  return { namespace: "messaging.destination.name", value: destination, kind: "queue" };
}

/** Whom a caller names as the other side, if it is not this machine. */
function peerOf(attributes: Attributes): EntityHint | undefined {
  const service = attributes["service.peer.name"] ?? attributes["peer.service"];
  if (service !== undefined) return serviceHint(service);
  const address = addressOf(attributes);
  return address === undefined ? undefined : { namespace: "server.address", value: address, kind: "service" };
}

function addressOf(attributes: Attributes): string | undefined {
  const address = attributes["server.address"] ?? attributes["net.peer.name"];
  return address === undefined || address === "" || /^(?:localhost|127\.|\[?::1)/.test(address) ? undefined : address;
}
