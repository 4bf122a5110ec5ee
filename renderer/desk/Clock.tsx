import { formatClock, formatTime, text } from "../../shared/strings/index.ts";
import { formatDay, setPreferences, useNow, usePreferences, useStands, zoneName, type Zone } from "../ui/index.ts";

/** The engine's time, large in the chosen zone and small in the other, where that differs. Every time on the screen follows the switch. */
export function Clock() {
  const now = useNow();
  const { zone } = usePreferences();
  // The names of days and zones take a window a tenth of a second the first time, which its first list comes before.
  const stands = useStands();
  const other = otherThan(zone);
  const label = text("top.zone", { zone: text(`top.${zone}`), other: text(`top.${other}`) });
  return (
    <button type="button" className="clock" onClick={() => setPreferences({ zone: other })} title={label}>
      <span className="clock-time" aria-hidden="true">
        {formatTime(now)} <span>{stands && zoneName(now, zone)}</span>
      </span>
      <small aria-hidden="true">{stands ? dayAndOther(now, zone) : "\u00a0"}</small>
      <span className="visually-hidden">{label}</span>
    </button>
  );
}

const otherThan = (zone: Zone): Zone => (zone === "utc" ? "local" : "utc");

/** `Wed 18 Nov · 03:12:08 UTC` */
function dayAndOther(now: number, zone: Zone): string {
  const other = otherThan(zone);
  const otherName = zoneName(now, other);
  const otherTime = formatClock(now, other === "utc" ? "UTC" : undefined);
  return `${formatDay(now, zone)}${otherName === zoneName(now, zone) ? "" : ` · ${otherTime} ${otherName}`}`;
}
