import { createRouterClient } from "@orpc/server";
import { startReader } from "../../electron/engine/api/reader.ts";
import { createRouter } from "../../electron/engine/api/router.ts";
import { describeClosed } from "../../electron/engine/store/incident-features.ts";
import type { IncidentId } from "../../shared/domain/incident.ts";
import { aCaller, anAccess } from "../builders/engineAccess.ts";
import { Estate, MINUTE, NIGHT } from "../builders/estate.ts";
import { type Bench, resultOf, rounded } from "./parts/result.ts";
import { quantile } from "./parts/statistics.ts";

const CLOSED = 10_000;
const ENTITIES = 3_000;
const NAMES = 120;
const ALERTS = 6;
const ASKED = 60;

/** Half of all incidents come from a twentieth of the entities: what is common costs most. */
const skewed = (random: () => number, many: number): number =>
  Math.floor(random() < 0.5 ? random() * many * 0.05 : random() * many);

/** Mulberry32: the same estate in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function incidentOf(estate: Estate, id: string, at: number, random: () => number): IncidentId {
  const alerts = Array.from({ length: ALERTS }, () => {
    const entity = `entity-${skewed(random, ENTITIES)}`;
    const name = `Alert${skewed(random, NAMES)}`;
    return estate.alert({ entity, name, at, summary: `${name} at ${entity}: latency above what is usual` });
  });
  return estate.incident(id, alerts, { at });
}

/** How long the three most similar of 10,000 closed incidents take, through router and reader worker, one caller. */
export const similar: Bench = async ({ quick, progress }) => {
  const closed = quick ? CLOSED / 20 : CLOSED;
  const estate = new Estate();
  const random = seeded(7);
  try {
    estate.db.transaction(() => {
      estate.source("am");
      for (let index = 0; index < ENTITIES; index++) estate.entity(`entity-${index}`);
      for (let index = 0; index < closed; index++) {
        const at = NIGHT + index * MINUTE;
        const incidentId = incidentOf(estate, `INC-${String(index).padStart(6, "0")}`, at, random);
        estate.propose([{ kind: "resolve", incidentId, at: at + 10 * MINUTE }], at);
      }
    })();
    const begun = performance.now();
    estate.db.transaction(() => describeClosed(estate.db, closed))();
    const describedMs = (performance.now() - begun) / closed;
    const ids = Array.from({ length: ASKED }, (_, index) =>
      incidentOf(estate, `INC-Z${String(index).padStart(4, "0")}`, NIGHT + closed * MINUTE, random),
    );
    progress(`${closed} incidents are closed and described`);
    const { times, found } = await timesOf(estate, ids);
    const detail = {
      closed,
      asked: ASKED,
      found,
      p50Ms: rounded(quantile(times, 0.5)),
      writtenMsEach: rounded(describedMs),
    };
    return [resultOf("similar", quantile(times, 0.95), "ms, p95 of the similar incidents", { atMost: 50 }, detail)];
  } finally {
    estate.close();
  }
};

async function timesOf(estate: Estate, ids: readonly IncidentId[]): Promise<{ times: number[]; found: number }> {
  const reader = startReader(estate.file, new URL("../../electron/engine/search.worker.ts", import.meta.url));
  const access = anAccess(estate, { longRead: reader.read, now: () => NIGHT });
  const api = createRouterClient(createRouter(access), { context: { caller: aCaller() } });
  const times: number[] = [];
  let found = 0;
  for (const [index, id] of [ids[0]!, ...ids].entries()) {
    const begun = performance.now();
    const { rows } = await api.incidents.similar({ id });
    found += rows.length;
    // The first only starts the worker.
    if (index > 0) times.push(performance.now() - begun);
  }
  await reader.close();
  return { times, found };
}
