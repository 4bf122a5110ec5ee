import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { formatTime, text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import {
  engineNow,
  Icon,
  markName,
  SEVERITIES_WORST_FIRST,
  useKeys,
  useNow,
  useStands,
  useZone,
} from "../../ui/index.ts";
import { beep } from "./beep.ts";
import { decideSound, isQuiet, NOTHING_HEARD, type SoundSettings } from "./soundRules.ts";
import { setSound, useSound } from "./soundStore.ts";
import "./sound.css";

/** How often the rules look, besides at each change of the incidents. */
const LOOK_MS = 5_000;

/** Sounds for incidents that nobody has, and shows in the key bar whether it would. Press it, or `m`, to mute. */
export function SoundStatus() {
  const settings = useSound();
  const now = useNow(LOOK_MS);
  useZone();
  const stands = useStands();
  const incidents = useQuery({ ...api.incidents.list.queryOptions({ input: { limit: 100 } }), enabled: stands });
  const heard = useRef(NOTHING_HEARD);
  useEffect(() => {
    if (incidents.data === undefined) return;
    const decision = decideSound(heard.current, incidents.data.rows, settings, now, minuteOfDay(now));
    heard.current = decision.heard;
    if (decision.sound !== null) void beep(decision.sound);
  }, [incidents.data, settings, now]);
  const toggle = (): void => setSound({ muted: !settings.muted });
  useKeys([{ keys: "m", label: text("sound.keys"), group: text("keys.groupEverywhere"), run: toggle }]);
  return (
    <button
      type="button"
      className={`sound-status${settings.muted ? " muted" : ""}`}
      aria-pressed={settings.muted}
      onClick={toggle}
    >
      <Icon name="sound" size={13} />
      {words(settings, now)}
      <span className="visually-hidden">{text("sound.toggle")}</span>
    </button>
  );
}

function words(settings: SoundSettings, now: number): string {
  if (settings.muted) return text("sound.muted");
  if (isQuiet(settings, minuteOfDay(now))) return text("sound.quiet");
  const on = SEVERITIES_WORST_FIRST.filter((severity) => settings.severities.includes(severity));
  return on.length === 0 ? text("sound.off") : text("sound.on", { severities: on.map(markName).join(", ") });
}

/** In the zone of the screen's switch. */
export function minuteOfDay(at: number = engineNow()): number {
  const [hours = 0, minutes = 0] = formatTime(at).split(":").map(Number);
  return hours * 60 + minutes;
}
