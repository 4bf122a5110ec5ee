import { RulesPanel } from "../features/rules/RulesPanel.tsx";
import { Settings } from "../features/settings/Settings.tsx";
import { SoundPanel } from "../features/sound/SoundPanel.tsx";

/** Desk: how this display looks and sounds, and what the engine did. */
export const SettingsSurface = () => <Settings sound={<SoundPanel />} rules={<RulesPanel />} />;
