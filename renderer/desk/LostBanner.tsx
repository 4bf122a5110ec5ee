import { formatDuration, formatTime, text } from "../../shared/strings/index.ts";
import { useEngineLost, useNow } from "../ui/index.ts";

/** Loud while the engine cannot be reached: what is on the screen is from before. */
export function LostBanner() {
  const since = useEngineLost();
  const now = useNow();
  if (since === null) return null;
  return (
    <p className="lost-banner" role="alert">
      <b>{text("engine.lost", { sinceAt: formatTime(since), forMs: formatDuration(now - since) })}</b>{" "}
      {text("engine.retrying")}
    </p>
  );
}
