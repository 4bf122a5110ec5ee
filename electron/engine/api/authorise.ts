import type { AnyContractProcedure } from "@orpc/contract";
import type { Contract } from "../../../shared/contract/index.ts";
import type { Caller, Permission } from "../../../shared/domain/session.ts";

type PathsOf<T, Before extends string = ""> = {
  [K in keyof T & string]: T[K] extends AnyContractProcedure ? `${Before}${K}` : PathsOf<T[K], `${Before}${K}.`>;
}[keyof T & string];

/** A procedure of the contract, such as `incidents.list`. */
export type ProcedurePath = PathsOf<Contract>;

/** What each procedure asks of its caller. A procedure that is missing here does not compile. */
export const PERMISSIONS: Readonly<Record<ProcedurePath, Permission>> = {
  "session.get": "read",
  "session.setDemo": "configure",
  "health.get": "read",
  "incidents.list": "read",
  "incidents.get": "read",
  "incidents.timeline": "read",
  "incidents.why": "read",
  "incidents.similar": "read",
  "incidents.acknowledge": "act",
  "incidents.undo": "act",
  "incidents.note": "act",
  "incidents.merge": "act",
  "incidents.split": "act",
  "incidents.ruleOut": "act",
  "incidents.takeBack": "act",
  "incidents.setOwner": "act",
  "alerts.list": "read",
  "alerts.get": "read",
  "alerts.counts": "read",
  "alerts.rate": "read",
  "alerts.acknowledge": "act",
  "outbox.list": "read",
  "outbox.undo": "act",
  "outbox.settle": "act",
  "topology.get": "read",
  "topology.entity": "read",
  "changes.list": "read",
  "changes.add": "act",
  "findings.list": "read",
  "findings.get": "read",
  "findings.series": "read",
  "findings.patterns": "read",
  "findings.pattern": "read",
  "findings.lines": "read",
  "findings.dismiss": "act",
  "findings.restore": "act",
  "capacity.list": "read",
  "capacity.get": "read",
  "sources.list": "read",
  "sources.kinds": "read",
  "sources.test": "configure",
  "sources.save": "configure",
  "sources.remove": "configure",
  "sources.config": "configure",
  "sources.poll": "act",
  "rules.list": "read",
  "rules.check": "configure",
  "rules.save": "configure",
  "rules.remove": "configure",
  "rules.test": "configure",
  "rules.cancelTest": "configure",
  "search.find": "read",
  "audit.list": "audit",
  "audit.verify": "audit",
  "updates.watch": "read",
};

/**
 * May this caller call this procedure? A caller without scopes may nothing: there is no row that it could see.
 * @throws RangeError for a path that is not in the contract.
 */
export function authorise(path: string, caller: Caller): boolean {
  const needed = (PERMISSIONS as Readonly<Record<string, Permission | undefined>>)[path];
  if (needed === undefined) throw new RangeError(`no permission is known for ${path}`);
  return caller.scopes.length > 0 && caller.permissions.includes(needed);
}
