import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { EntityId, EntityKind } from "../../../shared/domain/entity.ts";
import { AlertState, EdgeOrigin, type Labels } from "../../../shared/domain/event.ts";
import type {
  AlertTransition,
  LimitSet,
  Line,
  LogBody,
  OperatorActed,
  RuleLogged,
  Sample,
  VerdictLogged,
} from "../../../shared/domain/log.ts";
import { rankOf, severityOf } from "../../../shared/domain/severity.ts";
import { alertStateOf } from "./scale.ts";

/** Kinds of log entries as stored: the index in this list. New kinds go to the end. */
const KINDS = [
  "tick",
  "alert",
  "change",
  "entity",
  "join",
  "edge",
  "operator",
  "configuration",
  "retired",
  "verdict",
  "samples",
  "lines",
  "rule",
  "past",
  "limit",
] as const;
export const ALERT_KIND = KINDS.indexOf("alert");

const TRANSITIONS = [
  "opened",
  "changed",
  "muted",
  "unmuted",
  "resolved",
] as const satisfies AlertTransition["transition"][];

/** `subject`: what the entry is about, indexed; null for what nobody asks for by subject. `body`: the rest as a JSON array. */
export type StoredBody = { kind: number; subject: string | null; body: string };

/** Arrays rather than objects: half the bytes and no names to compare when read. */
export function encodeBody(body: LogBody): StoredBody {
  const kind = KINDS.indexOf(body.kind);
  switch (body.kind) {
    case "tick":
      return { kind, subject: null, body: "[]" };
    case "alert": {
      const { transition, entityId, name, state, severity, summary, labels, startedAt, version } = body;
      return store(kind, body.fingerprint, [
        TRANSITIONS.indexOf(transition),
        entityId,
        name,
        AlertState.options.indexOf(state),
        rankOf(severity),
        summary,
        labels,
        startedAt,
        version,
      ]);
    }
    case "change":
      return store(kind, body.changeId, [body.entityId, body.summary, body.by, body.endedAt]);
    case "entity":
      return store(kind, body.entityId, [body.entityKind, body.name, body.site, body.group]);
    case "join":
      return store(kind, body.kept, [body.joined]);
    case "retired":
      return store(kind, body.entityId, []);
    case "edge":
      return store(kind, body.from, [
        body.to,
        EdgeOrigin.options.indexOf(body.origin),
        body.confidence,
        body.present ? 1 : 0,
      ]);
    case "operator":
      return store(kind, body.subject, [body.action, body.by, body.text]);
    case "verdict":
      return store(kind, body.verdictId, [body.act, body.by, body.verdict]);
    case "rule":
      return store(kind, body.ruleId, [body.rule, body.by]);
    case "configuration":
      return store(kind, body.what, [body.detail]);
    case "limit":
      return store(kind, body.seriesId, [body.entityId, body.limit]);
    case "samples":
    case "past":
      return unnamed(
        kind,
        body.samples.map(({ seriesId, entityId, at, value }) => [seriesId, entityId, at, value]),
      );
    case "lines":
      return unnamed(
        kind,
        body.lines.map(({ entityId, at, text }) => [entityId, at, text]),
      );
  }
}

const store = (kind: number, subject: string, values: readonly unknown[]): StoredBody => ({
  kind,
  subject,
  body: JSON.stringify(values),
});

const unnamed = (kind: number, values: readonly unknown[]): StoredBody => ({
  kind,
  subject: null,
  body: JSON.stringify(values),
});

const TICK: LogBody = { kind: "tick" };

/** @throws RangeError for a kind that this version does not know */
export function decodeBody(kind: number, subject: string | null, body: string): LogBody {
  const name = KINDS[kind];
  if (name === undefined) throw new RangeError(`no log entry has kind ${kind}`);
  if (name === "tick") return TICK;
  if (name === "samples" || name === "past")
    return { kind: name, samples: (JSON.parse(body) as StoredSample[]).map(sampleOf) };
  if (name === "lines") return { kind: name, lines: (JSON.parse(body) as StoredLine[]).map(lineOf) };
  if (subject === null) throw new RangeError(`a log entry of kind ${name} has no subject`);
  const values: unknown = JSON.parse(body);
  switch (name) {
    case "alert": {
      const [transition, entityId, alertName, state, severity, summary, labels, startedAt, version] =
        values as StoredAlert;
      return {
        kind: "alert",
        transition: TRANSITIONS[transition] ?? unknownOf("transition", transition),
        fingerprint: subject as Fingerprint,
        entityId,
        name: alertName,
        state: alertStateOf(state),
        severity: severityOf(severity),
        summary,
        labels,
        startedAt,
        version,
      };
    }
    case "change": {
      const [entityId, summary, by, endedAt] = values as [EntityId, string, string | null, number | null];
      return { kind: "change", changeId: subject, entityId, summary, by, endedAt };
    }
    case "entity": {
      const [entityKind, entityName, site, group] = values as [EntityKind, string, string | null, string | null];
      return { kind: "entity", entityId: subject as EntityId, entityKind, name: entityName, site, group };
    }
    case "join":
      return { kind: "join", kept: subject as EntityId, joined: (values as [EntityId])[0] };
    case "retired":
      return { kind: "retired", entityId: subject as EntityId };
    case "edge": {
      const [to, origin, confidence, present] = values as [EntityId, number, number, number];
      const known = EdgeOrigin.options[origin] ?? unknownOf("origin", origin);
      return { kind: "edge", from: subject as EntityId, to, origin: known, confidence, present: present === 1 };
    }
    case "operator": {
      const [action, by, text] = values as [OperatorActed["action"], string, string];
      return { kind: "operator", action, by, subject, text };
    }
    case "verdict": {
      const [act, by, verdict] = values as [VerdictLogged["act"], string, VerdictLogged["verdict"]];
      return { kind: "verdict", verdictId: subject, act, by, verdict };
    }
    case "rule": {
      const [rule, by] = values as [RuleLogged["rule"], string];
      return { kind: "rule", ruleId: subject, rule, by };
    }
    case "limit": {
      const [entityId, limit] = values as [EntityId, LimitSet["limit"]];
      return { kind: "limit", seriesId: subject, entityId, limit };
    }
    case "configuration":
      return { kind: "configuration", what: subject, detail: (values as [string])[0] };
  }
}

type StoredSample = [seriesId: string, entityId: EntityId, at: number, value: number];
type StoredLine = [entityId: EntityId, at: number, text: string];

const sampleOf = ([seriesId, entityId, at, value]: StoredSample): Sample => ({ seriesId, entityId, at, value });
const lineOf = ([entityId, at, text]: StoredLine): Line => ({ entityId, at, text });

type StoredAlert = [number, EntityId, string, number, number, string, Labels, number, number];

function unknownOf(what: string, value: number): never {
  throw new RangeError(`no ${what} has rank ${value}`);
}
