import type { IncidentId } from "../../shared/domain/incident.ts";
import { api } from "./client.ts";

/** As many rows as leave the metrics below them in view at 1080 lines. */
const FIRST_ROWS = 9;
const ALL_ROWS = 200;

/** The timeline of an incident: its first rows, or all of them. Whoever asks for the same shares the answer. */
export const timelineQuery = (id: IncidentId, { all = false } = {}) =>
  api.incidents.timeline.queryOptions({ input: { id, maximumRows: all ? ALL_ROWS : FIRST_ROWS } });
