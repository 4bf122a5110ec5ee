import { foundation } from "./0001-foundation.ts";
import { ageing } from "./0002-ageing.ts";
import { alertViews } from "./0003-alert-views.ts";
import { evidenceFailures } from "./0004-evidence-failures.ts";
import { verdictsAndSimilar } from "./0005-verdicts-and-similar.ts";
import { findings } from "./0006-findings.ts";
import { rules } from "./0007-rules.ts";
import { alertTexts } from "./0008-alert-texts.ts";
import { forecasts } from "./0009-forecasts.ts";
import { activeAlerts } from "./0010-active-alerts.ts";
import { incidentSources } from "./0011-incident-sources.ts";
import { entityNames } from "./0012-entity-names.ts";
import { openFindings } from "./0013-open-findings.ts";

/** A step from the version before it. Steps are never edited once released; a new one is added below. */
export type Migration = { version: number; name: string; sql: string };

/** In order, without gaps: version n is what `PRAGMA user_version` says once the first n have run. */
export const migrations: readonly Migration[] = [
  { version: 1, name: "foundation", sql: foundation },
  { version: 2, name: "ageing", sql: ageing },
  { version: 3, name: "alert views", sql: alertViews },
  { version: 4, name: "evidence failures", sql: evidenceFailures },
  { version: 5, name: "verdicts and similar incidents", sql: verdictsAndSimilar },
  { version: 6, name: "findings", sql: findings },
  { version: 7, name: "rules", sql: rules },
  { version: 8, name: "alert texts", sql: alertTexts },
  { version: 9, name: "forecasts", sql: forecasts },
  { version: 10, name: "active alerts", sql: activeAlerts },
  { version: 11, name: "incident sources", sql: incidentSources },
  { version: 12, name: "entity names", sql: entityNames },
  { version: 13, name: "open findings", sql: openFindings },
];
