import { formatDuration, formatTime } from "../../shared/strings/index.ts";
import { formatDay, formatMinute, useNow, useZone } from "./clock.ts";

/** How long ago, counted by the engine's clock: `19 min`. */
export function Age({ since }: { since: number }) {
  return <>{formatDuration(useNow() - since)}</>;
}

/** A moment in the zone of the switch, with day and full time on hover. */
export function TimeText({ at, precision = "second" }: { at: number; precision?: "minute" | "second" }) {
  useZone();
  const shown = precision === "minute" ? formatMinute(at) : formatTime(at);
  return (
    <time dateTime={new Date(at).toISOString()} title={`${formatDay(at)} ${formatTime(at)}`}>
      {shown}
    </time>
  );
}
