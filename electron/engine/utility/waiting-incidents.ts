import type { WaitingIncident } from "../../../shared/contract/shell.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { EngineAccess } from "../api/access.ts";
import { listIncidents } from "../store/read-incidents.ts";

const AT_MOST = 200;
const EVERY_MS = 1000;

type Watched = Pick<EngineAccess, "db" | "now" | "onChanged">;
type Tell = (waiting: WaitingIncident[], count: number) => void;

/** Tells of the incidents that nobody has acknowledged: now, and at most once a second when they may have changed. */
export function watchWaiting(access: Watched, scopes: Scopes, tell: Tell): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    timer = undefined;
    const { waiting, count } = waitingIncidents(access, scopes);
    tell(waiting, count);
  };
  const unsubscribe = access.onChanged((topics) => {
    if (topics.includes("incidents") || topics.includes("outbox")) timer ??= setTimeout(look, EVERY_MS);
  });
  look();
  return {
    stop() {
      clearTimeout(timer);
      unsubscribe();
    },
  };
}

function waitingIncidents({ db, now }: Watched, scopes: Scopes): { waiting: WaitingIncident[]; count: number } {
  const filter = { state: "open", unacknowledged: true, mine: false, moving: false } as const;
  const { rows, total } = listIncidents(db, scopes, { filter, offset: 0, limit: AT_MOST }, { name: "", now: now() });
  return { waiting: rows.map(({ id, severity, headline }) => ({ id, severity, headline })), count: total };
}
