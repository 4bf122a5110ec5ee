import { formatTime, text } from "../../shared/strings/index.ts";
import { formatDay, setPreferences, useNow, usePreferences, zoneName } from "../ui/index.ts";

/** The engine's time, large in the chosen zone and small in the other, where that differs. Every time on the screen follows the switch. */
export function Clock() {
  const now = useNow();
  const { zone } = usePreferences();
  const other = zone === "utc" ? "local" : "utc";
  const same = zoneName(now, zone) === zoneName(now, other);
  const otherTime = new Date(now).toLocaleTimeString("en-GB", other === "utc" ? { timeZone: "UTC" } : {});
  const label = text("top.zone", { zone: text(`top.${zone}`), other: text(`top.${other}`) });
  return (
    <button type="button" className="clock" onClick={() => setPreferences({ zone: other })} title={label}>
      <span className="clock-time" aria-hidden="true">
        {formatTime(now)} <span>{zoneName(now, zone)}</span>
      </span>
      <small aria-hidden="true">
        {formatDay(now, zone)}
        {!same && ` · ${otherTime} ${zoneName(now, other)}`}
      </small>
      <span className="visually-hidden">{label}</span>
    </button>
  );
}
