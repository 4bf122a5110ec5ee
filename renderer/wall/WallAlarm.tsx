import type { Source } from "../../shared/domain/source.ts";
import { text } from "../../shared/strings/index.ts";
import type { ConnectionState } from "../api/connection.ts";
import { formatMinute, useEngineLost, useNow } from "../ui/index.ts";
import { allStaleSince } from "./wallFreshness.ts";

export type Alarm = { title: string; detail: string };

/** Says over the whole wall that nothing on it is fresh, and since when. */
export function WallAlarm({ alarm }: { alarm: Alarm }) {
  return (
    <div className="wall-alarm" role="alert">
      <b>{alarm.title}</b>
      <span>{alarm.detail}</span>
    </div>
  );
}

/** Why nothing on the wall is fresh; null while something is. */
export function useAlarm(state: ConnectionState, sources: readonly Source[] | undefined): Alarm | null {
  const now = useNow();
  const lostSince = useEngineLost();
  if (lostSince !== null) return { title: text("wall.lostTitle"), detail: since("wall.lostSince", lostSince, now) };
  if (state.kind === "connecting") return { title: text("wall.connecting"), detail: "" };
  const staleSince = allStaleSince(sources ?? []);
  if (staleSince === null) return null;
  return { title: text("wall.allStaleTitle"), detail: since("wall.allStaleSince", staleSince, now) };
}

const since = (key: "wall.lostSince" | "wall.allStaleSince", at: number, now: number): string =>
  text(key, { time: formatMinute(at), forMs: now - at });
