import { alerts } from "./alerts.ts";
import { audit } from "./audit.ts";
import { capacity } from "./capacity.ts";
import { changes } from "./changes.ts";
import { findings } from "./findings.ts";
import { incidents } from "./incidents.ts";
import { outbox } from "./outbox.ts";
import { rules } from "./rules.ts";
import { search } from "./search.ts";
import { health, session } from "./session.ts";
import { sources } from "./sources.ts";
import { topology } from "./topology.ts";
import { updates } from "./updates.ts";

/** The one api between the engine and every screen, over MessagePort and WebSocket alike. */
export const contract = {
  session,
  health,
  incidents,
  alerts,
  outbox,
  topology,
  changes,
  findings,
  capacity,
  sources,
  rules,
  search,
  audit,
  updates,
};
export type Contract = typeof contract;
