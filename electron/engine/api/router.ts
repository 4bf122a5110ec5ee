import { alertHandlers } from "./alerts.ts";
import { auditHandlers } from "./audit.ts";
import { capacityHandlers } from "./capacity.ts";
import { changeHandlers } from "./changes.ts";
import type { EngineAccess } from "./access.ts";
import { findingHandlers } from "./findings.ts";
import { type ReportFault, reportToStderr } from "./failures.ts";
import { guard } from "./guarded.ts";
import { incidentHandlers } from "./incidents.ts";
import { outboxHandlers } from "./outbox.ts";
import { ruleHandlers } from "./rules.ts";
import { searchHandlers } from "./search.ts";
import { healthHandlers, sessionHandlers } from "./session.ts";
import { sourceHandlers } from "./sources.ts";
import { topologyHandlers } from "./topology.ts";
import { updateHandlers } from "./updates.ts";

/** Every procedure of the contract over this engine. Every call and subscription passes `guard` first. */
export function createRouter(access: EngineAccess, report: ReportFault = reportToStderr) {
  const guarded = guard(access, report);
  return guarded.router({
    session: sessionHandlers(guarded, access),
    health: healthHandlers(guarded, access),
    incidents: incidentHandlers(guarded, access),
    alerts: alertHandlers(guarded, access),
    outbox: outboxHandlers(guarded, access),
    topology: topologyHandlers(guarded, access),
    changes: changeHandlers(guarded, access),
    findings: findingHandlers(guarded, access),
    capacity: capacityHandlers(guarded, access),
    sources: sourceHandlers(guarded, access),
    rules: ruleHandlers(guarded, access),
    search: searchHandlers(guarded, access),
    audit: auditHandlers(guarded, access),
    updates: updateHandlers(guarded, access),
  });
}

export type ApiRouter = ReturnType<typeof createRouter>;
