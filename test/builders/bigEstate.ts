import type { Severity } from "../../shared/domain/severity.ts";
import { setAcknowledgement } from "../../electron/engine/store/alerts.ts";
import { Estate, MINUTE, NIGHT } from "./estate.ts";

export type BigEstate = { alerts: number; incidents: number; entities: number; resolved: number };

const SEVERITIES: Severity[] = ["critical", "major", "minor", "warning", "info"];

/** An estate under a storm: alerts spread evenly over incidents and entities, two sources, half of the alerts in both. */
export function aBigEstate({ alerts, incidents, entities, resolved }: BigEstate): Estate {
  const estate = new Estate();
  estate.db.transaction(() => {
    estate.source("am", { lastGoodAt: NIGHT + 60 * MINUTE });
    estate.source("prom", { lastGoodAt: NIGHT + 60 * MINUTE });
    for (let index = 0; index < entities; index++) {
      const site = `site-${index % 12}`;
      estate.entity(`entity-${index}`, { site, aliases: [`10.0.${index >> 8}.${index & 255}:9100`] });
      if (index > 0)
        for (const step of [1, 7, 31]) estate.edge(`entity-${index}`, `entity-${Math.max(0, index - step)}`);
    }
    const members = Array.from({ length: incidents }, () => [] as ReturnType<Estate["alert"]>[]);
    for (let index = 0; index < alerts; index++) {
      const alert = estate.alert({
        entity: `entity-${(index * 31) % entities}`,
        name: `HighLatency${index % 40}`,
        summary: `p99 latency of entity-${(index * 31) % entities} is above 2 s for 5 minutes`,
        severity: SEVERITIES[index % 5]!,
        state: index % 20 === 0 ? "suppressed" : "firing",
        at: NIGHT + (index % 3600) * 1000,
        sources: index % 2 === 0 ? ["am"] : ["am", "prom"],
      });
      if (index % 3 === 0)
        setAcknowledgement(estate.db, alert.id, { state: "confirmed", by: "Ada", at: NIGHT, until: null });
      members[index % incidents]?.push(alert);
    }
    for (let index = 0; index < resolved; index++) {
      estate.alert({ entity: `entity-${index % entities}`, state: "resolved", at: NIGHT - index * 1000 });
    }
    for (const [index, own] of members.entries()) {
      estate.incident(`INC-${String(index).padStart(5, "0")}`, own, { at: NIGHT + 59 * MINUTE });
    }
  })();
  return estate;
}
