import { contract } from "../../../shared/contract/index.ts";
import type { ProcedurePath } from "../../../electron/engine/api/authorise.ts";
import type { CommandName } from "../../../electron/engine/commands.ts";
import type { Client } from "./transports.ts";

/** Ids in the estate that the contract tests fill. */
export const IDS = {
  incident: "INC-AAAA",
  fingerprint: "fingerprint-orders",
  entity: "orders-db",
  source: "am",
  item: "item-1",
  finding: "FND-AAAAAAAAAAAA",
  series: "m0123456789abcdef",
  pattern: "p1",
} as const;

const incident = { id: IDS.incident };
/** A rule that the estate holds. */
export const A_RULE = { id: "quiet", effect: "suppress", when: 'alert.name == "Noise"' } as const;
const config = { id: IDS.source, kind: "alertmanager", settings: {} };

/** An input for every procedure, about what the estate holds. A new procedure without one does not compile. */
export const INPUTS: Record<Exclude<ProcedurePath, "updates.watch">, unknown> = {
  "session.get": undefined,
  "session.setDemo": { demo: true },
  "health.get": undefined,
  "incidents.list": { filter: { state: "all" } },
  "incidents.get": incident,
  "incidents.timeline": incident,
  "incidents.why": { ...incident, fingerprint: IDS.fingerprint },
  "incidents.similar": incident,
  "incidents.acknowledge": { ...incident, seenVersion: 1 },
  "incidents.undo": incident,
  "incidents.note": { ...incident, text: "called" },
  "incidents.merge": { ...incident, otherIds: [IDS.incident] },
  "incidents.split": { ...incident, entityIds: [IDS.entity] },
  "incidents.ruleOut": { ...incident, entityId: IDS.entity },
  "incidents.takeBack": { ...incident, verdictId: "v1" },
  "incidents.setOwner": { ...incident, owner: "Ada" },
  "alerts.list": { filter: { states: ["firing", "suppressed", "resolved"] } },
  "alerts.get": { fingerprint: IDS.fingerprint },
  "alerts.counts": undefined,
  "alerts.rate": {},
  "alerts.acknowledge": { alerts: [{ fingerprint: IDS.fingerprint, seenVersion: 1 }] },
  "outbox.list": {},
  "outbox.undo": { id: IDS.item },
  "outbox.settle": { id: IDS.item, decision: "send-again" },
  "topology.get": {},
  "topology.entity": { id: IDS.entity },
  "changes.list": {},
  "changes.add": { entity: IDS.entity, summary: "deploy" },
  "findings.list": { filter: { state: "all" } },
  "findings.series": { id: IDS.series },
  "findings.patterns": {},
  "findings.get": { id: IDS.finding },
  "findings.pattern": { scope: "default", id: IDS.pattern },
  "findings.lines": { position: 1, text: "GET" },
  "findings.dismiss": { id: IDS.finding },
  "findings.restore": { id: IDS.finding },
  "capacity.list": {},
  "capacity.get": { id: IDS.series },
  "sources.list": undefined,
  "sources.kinds": undefined,
  "sources.test": config,
  "sources.save": config,
  "sources.remove": { id: IDS.source },
  "sources.config": { id: IDS.source },
  "sources.poll": { id: IDS.source },
  "rules.list": undefined,
  "rules.check": { effect: "suppress", when: "alert.name ==" },
  "rules.save": A_RULE,
  "rules.remove": { id: A_RULE.id },
  "rules.test": { id: A_RULE.id },
  "rules.cancelTest": undefined,
  "search.find": { text: "orders" },
  "audit.list": {},
  "audit.verify": undefined,
};

export const PATHS = Object.keys(INPUTS) as (keyof typeof INPUTS)[];

/** The command that a procedure sends, for those that write. */
export const WRITES: Partial<Record<ProcedurePath, CommandName>> = {
  "incidents.acknowledge": "acknowledge",
  "incidents.undo": "undoIncident",
  "incidents.note": "note",
  "incidents.merge": "giveVerdicts",
  "incidents.split": "giveVerdicts",
  "incidents.ruleOut": "giveVerdicts",
  "incidents.takeBack": "takeBack",
  "incidents.setOwner": "setOwner",
  "alerts.acknowledge": "acknowledge",
  "outbox.undo": "undoItem",
  "outbox.settle": "settle",
  "changes.add": "addChange",
  "findings.dismiss": "judgeFinding",
  "findings.restore": "judgeFinding",
  "sources.test": "testSource",
  "sources.save": "saveSource",
  "sources.remove": "removeSource",
  "sources.poll": "pollSource",
  "rules.save": "saveRule",
  "rules.remove": "removeRule",
};

/** Those that name one thing: a caller of other scopes gets NOT_FOUND or FORBIDDEN. */
export const ABOUT_ONE_THING: readonly (keyof typeof INPUTS)[] = PATHS.filter(
  (path) =>
    JSON.stringify(INPUTS[path] ?? "").includes('"id"') ||
    ["alerts.get", "alerts.acknowledge", "findings.lines"].includes(path),
);

type Leaf = { "~orpc": { outputSchema?: { parse(value: unknown): unknown } } };

function leafOf(root: unknown, path: string): unknown {
  return path.split(".").reduce((node, key) => (node as Record<string, unknown>)[key], root);
}

/** The schema of a procedure's answer. */
export function outputSchemaOf(path: string): { parse(value: unknown): unknown } {
  const schema = (leafOf(contract, path) as Leaf)["~orpc"].outputSchema;
  if (!schema) throw new RangeError(`${path} has no output schema`);
  return schema;
}

export const call = (client: Client, path: keyof typeof INPUTS): Promise<unknown> =>
  (leafOf(client, path) as (input: unknown) => Promise<unknown>)(INPUTS[path]);

/** Every procedure of the contract by its path. */
export function pathsOfContract(node: unknown = contract, before = ""): string[] {
  return Object.entries(node as Record<string, unknown>).flatMap(([key, value]) =>
    typeof value === "object" && value !== null && "~orpc" in value
      ? [`${before}${key}`]
      : pathsOfContract(value, `${before}${key}.`),
  );
}
