import { text } from "../../../shared/strings/index.ts";
import { Check, Panel, Segments, setPreferences, THEMES, usePreferences } from "../../ui/index.ts";

/** Theme, zone and keys of this display. */
export function DisplayPanel() {
  const { theme, zone, singleKeys } = usePreferences();
  return (
    <Panel title={text("settings.display")} note={text("settings.displayNote")}>
      <div className="settings-body">
        <p className="label">{text("settings.theme")}</p>
        <Segments
          label={text("settings.theme")}
          value={theme}
          options={THEMES.map((value) => ({ value, label: text(`theme.${value}`) }))}
          onChange={(next) => setPreferences({ theme: next })}
        />
        <p className="label">{text("settings.zone")}</p>
        <Segments
          label={text("settings.zone")}
          value={zone}
          options={(["local", "utc"] as const).map((value) => ({ value, label: text(`settings.zone.${value}`) }))}
          onChange={(next) => setPreferences({ zone: next })}
        />
        <Check on={singleKeys} onToggle={() => setPreferences({ singleKeys: !singleKeys })}>
          {text("settings.singleKeys")}
        </Check>
      </div>
    </Panel>
  );
}
