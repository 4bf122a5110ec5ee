import { useState } from "react";
import { text } from "../../../shared/strings/index.ts";
import {
  Button,
  Check,
  Field,
  Mark,
  markName,
  Panel,
  SEVERITIES_WORST_FIRST,
  useNow,
  useZone,
} from "../../ui/index.ts";
import { beep } from "./beep.ts";
import { minutesOf, timeOf } from "./quietHours.ts";
import { isQuiet, type SoundSettings } from "./soundRules.ts";
import { setSound, useSound } from "./soundStore.ts";
import { minuteOfDay } from "./SoundStatus.tsx";

const NIGHT: NonNullable<SoundSettings["quiet"]> = { from: 22 * 60, to: 6 * 60 };

/** What sounds on this display, and when. */
export function SoundPanel() {
  const settings = useSound();
  const [blocked, setBlocked] = useState(false);
  const now = useNow(5_000);
  useZone();
  const test = (): void => {
    const severity = SEVERITIES_WORST_FIRST.find((each) => settings.severities.includes(each)) ?? "critical";
    void beep(severity).then((sounded) => setBlocked(!sounded));
  };
  return (
    <Panel
      title={text("settings.sound")}
      note={text("settings.soundNote")}
      end={<Button onClick={test}>{text("settings.sound.test")}</Button>}
    >
      <div className="settings-body">
        <Check on={settings.muted} onToggle={() => setSound({ muted: !settings.muted })}>
          {text("settings.sound.muted")}
        </Check>
        {settings.muted && <p role="status">{text("settings.sound.mutedSince")}</p>}
        {blocked && <p role="status">{text("settings.sound.blocked")}</p>}
        <div role="group" aria-label={text("settings.sound.severities")}>
          <p className="label">{text("settings.sound.severities")}</p>
          {SEVERITIES_WORST_FIRST.map((severity) => (
            <Check
              key={severity}
              on={settings.severities.includes(severity)}
              onToggle={() => setSound({ severities: toggled(settings, severity) })}
            >
              <Mark sev={severity} size={16} decorative />
              {markName(severity)}
            </Check>
          ))}
        </div>
        <Check on={settings.repeat} onToggle={() => setSound({ repeat: !settings.repeat })}>
          {text("settings.sound.repeat")}
        </Check>
        <Check
          on={settings.quiet !== null}
          onToggle={() => setSound({ quiet: settings.quiet === null ? NIGHT : null })}
        >
          {text("settings.sound.quiet")}
        </Check>
        {settings.quiet !== null && <QuietHours quiet={settings.quiet} />}
        {isQuiet(settings, minuteOfDay(now)) && <p className="t2">{text("settings.sound.quietNow")}</p>}
      </div>
    </Panel>
  );
}

const toggled = (
  { severities }: SoundSettings,
  severity: SoundSettings["severities"][number],
): SoundSettings["severities"] =>
  severities.includes(severity) ? severities.filter((each) => each !== severity) : [...severities, severity];

function QuietHours({ quiet }: { quiet: NonNullable<SoundSettings["quiet"]> }) {
  const set = (part: "from" | "to", value: string): void => {
    const minutes = minutesOf(value);
    if (minutes !== null) setSound({ quiet: { ...quiet, [part]: minutes } });
  };
  return (
    <div className="settings-pair">
      <Field
        labelled
        type="time"
        label={text("settings.sound.from")}
        value={timeOf(quiet.from)}
        onChange={(event) => set("from", event.target.value)}
      />
      <Field
        labelled
        type="time"
        label={text("settings.sound.to")}
        value={timeOf(quiet.to)}
        onChange={(event) => set("to", event.target.value)}
      />
    </div>
  );
}
