import type { Incident } from "../../shared/domain/incident.ts";
import { api } from "./client.ts";

const RECENT_MS = 60_000;

/**
 * The closed incidents most like this one. Its version is part of the key, and `invalidation.ts` leaves the key out: it is asked for
 * again when the incident itself has changed, not at every push, and when it is opened again after a while.
 */
export const similarQuery = ({ id, version }: Pick<Incident, "id" | "version">) =>
  api.incidents.similar.queryOptions({
    input: { id },
    queryKey: [...api.incidents.similar.queryKey({ input: { id } }), { version }],
    staleTime: RECENT_MS,
    gcTime: RECENT_MS,
  });
